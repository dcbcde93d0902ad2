package dev.resilience.spring.web;

import java.util.Set;

import dev.resilience.CallContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Which requests get an idempotency key: those of a call whose instance sends one, unless
 * they have one already, or change nothing at the server anyway.
 */
final class IdempotencyKeyHeader {

	static final String NAME = "Idempotency-Key";

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
			HttpMethod.TRACE);

	private IdempotencyKeyHeader() {
	}

	/**
	 * The key to send.
	 * @param method the method of the request
	 * @param headers what the request has already
	 * @return the key, or null to send none
	 */
	static @Nullable String valueFor(HttpMethod method, HttpHeaders headers) {
		if (SAFE.contains(method) || headers.getFirst(NAME) != null) {
			return null;
		}
		CallContext context = CallContext.find().orElse(null);
		return (context != null && context.isKeySent()) ? context.idempotencyKey() : null;
	}

}
