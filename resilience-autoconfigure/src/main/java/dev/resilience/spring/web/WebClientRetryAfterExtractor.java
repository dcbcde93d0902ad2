package dev.resilience.spring.web;

import java.time.Duration;

import dev.resilience.RetryAfterExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Finds the hint of a server in what {@code WebClient} throws.
 */
public final class WebClientRetryAfterExtractor implements RetryAfterExtractor {

	private final RetryAfterHeaders headers;

	/**
	 * Creates an extractor.
	 * @param headers reads the headers
	 */
	public WebClientRetryAfterExtractor(RetryAfterHeaders headers) {
		this.headers = headers;
	}

	@Override
	public @Nullable Duration retryAfter(Throwable failure) {
		return (failure instanceof WebClientResponseException response)
				? this.headers.read(response.getHeaders(), response.getStatusCode().value()) : null;
	}

}
