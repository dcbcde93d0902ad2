package dev.resilience.benchmarks.annotated;

import dev.resilience.benchmarks.Outage;

import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.Recover;
import org.springframework.retry.annotation.Retryable;

/**
 * Guarded by spring-retry, which has a retry and a fallback.
 */
public class SpringRetryService {

	private int calls;

	@Retryable(maxAttempts = 3, backoff = @Backoff(100), recover = "answer")
	public String healthy(String order) {
		return order;
	}

	@Retryable(maxAttempts = 1, recover = "answer")
	public String failing(String order) {
		if ((++this.calls & 15) == 0) {
			return order;
		}
		throw Outage.INSTANCE;
	}

	@Recover
	public String answer(Throwable failure, String order) {
		return order;
	}

}
