package dev.resilience.spring.web;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Sends the idempotency key of the guarded call that the thread is running as the header
 * {@code Idempotency-Key}, where {@code retry.idempotency-key-enabled} is set: for
 * {@code WebClient}, if the request is subscribed to on the thread of the call, as
 * {@code block()} does. Leaves a header that is there as it is, and GET, HEAD, OPTIONS
 * and TRACE without one. Thread-safe.
 */
public final class IdempotencyKeyFilter implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		String key = IdempotencyKeyHeader.valueFor(request.method(), request.headers());
		return next.exchange(
				(key == null) ? request : ClientRequest.from(request).header(IdempotencyKeyHeader.NAME, key).build());
	}

}
