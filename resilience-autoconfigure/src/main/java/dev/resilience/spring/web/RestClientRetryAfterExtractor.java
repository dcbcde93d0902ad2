package dev.resilience.spring.web;

import java.time.Duration;

import dev.resilience.RetryAfterExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.client.RestClientResponseException;

/**
 * Finds the hint of a server in what {@code RestClient} and {@code RestTemplate} throw.
 */
public final class RestClientRetryAfterExtractor implements RetryAfterExtractor {

	private final RetryAfterHeaders headers;

	/**
	 * Creates an extractor.
	 * @param headers reads the headers
	 */
	public RestClientRetryAfterExtractor(RetryAfterHeaders headers) {
		this.headers = headers;
	}

	@Override
	public @Nullable Duration retryAfter(Throwable failure) {
		return (failure instanceof RestClientResponseException response)
				? this.headers.read(response.getResponseHeaders(), response.getStatusCode().value()) : null;
	}

}
