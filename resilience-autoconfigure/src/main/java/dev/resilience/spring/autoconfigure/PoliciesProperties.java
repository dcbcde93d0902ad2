package dev.resilience.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The policies that can be configured; null where nothing is.
 */
public class PoliciesProperties {

	@NestedConfigurationProperty
	private @Nullable CircuitBreakerProperties circuitBreaker;

	@NestedConfigurationProperty
	private @Nullable RateLimiterProperties rateLimiter;

	@NestedConfigurationProperty
	private @Nullable BulkheadProperties bulkhead;

	@NestedConfigurationProperty
	private @Nullable RetryProperties retry;

	@NestedConfigurationProperty
	private @Nullable StaleIfErrorProperties staleIfError;

	public @Nullable CircuitBreakerProperties getCircuitBreaker() {
		return this.circuitBreaker;
	}

	public void setCircuitBreaker(@Nullable CircuitBreakerProperties circuitBreaker) {
		this.circuitBreaker = circuitBreaker;
	}

	public @Nullable RateLimiterProperties getRateLimiter() {
		return this.rateLimiter;
	}

	public void setRateLimiter(@Nullable RateLimiterProperties rateLimiter) {
		this.rateLimiter = rateLimiter;
	}

	public @Nullable BulkheadProperties getBulkhead() {
		return this.bulkhead;
	}

	public void setBulkhead(@Nullable BulkheadProperties bulkhead) {
		this.bulkhead = bulkhead;
	}

	public @Nullable RetryProperties getRetry() {
		return this.retry;
	}

	public void setRetry(@Nullable RetryProperties retry) {
		this.retry = retry;
	}

	public @Nullable StaleIfErrorProperties getStaleIfError() {
		return this.staleIfError;
	}

	public void setStaleIfError(@Nullable StaleIfErrorProperties staleIfError) {
		this.staleIfError = staleIfError;
	}

}
