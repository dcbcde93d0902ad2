package dev.resilience.spring.web;

import java.io.IOException;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends the idempotency key of the guarded call that the thread is running as the header
 * {@code Idempotency-Key}, where {@code retry.idempotency-key-enabled} is set: for
 * {@code RestClient} and {@code RestTemplate}. Leaves a header that is there as it is,
 * and GET, HEAD, OPTIONS and TRACE without one. Thread-safe.
 */
public final class IdempotencyKeyInterceptor implements ClientHttpRequestInterceptor {

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		String key = IdempotencyKeyHeader.valueFor(request.getMethod(), request.getHeaders());
		if (key != null) {
			request.getHeaders().set(IdempotencyKeyHeader.NAME, key);
		}
		return execution.execute(request, body);
	}

}
