package dev.resilience.benchmarks.annotated;

import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.Retryable;

/**
 * Guarded by Spring Framework, which has a retry and a bulkhead that waits; no breaker
 * and no fallback.
 */
public class SpringService {

	@ConcurrencyLimit(25)
	@Retryable(maxRetries = 2, delay = 100)
	public String healthy(String order) {
		return order;
	}

}
