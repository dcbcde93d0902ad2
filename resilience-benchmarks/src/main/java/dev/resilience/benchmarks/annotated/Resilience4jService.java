package dev.resilience.benchmarks.annotated;

import dev.resilience.benchmarks.Outage;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;

/**
 * Guarded by Resilience4j. The fallback stands on the outermost annotation, so that it
 * comes after the retries.
 */
public class Resilience4jService {

	private int calls;

	@CircuitBreaker(name = "payment")
	public String one(String order) {
		return order;
	}

	@CircuitBreaker(name = "payment")
	@Bulkhead(name = "payment")
	@Retry(name = "payment", fallbackMethod = "answer")
	public String four(String order) {
		return order;
	}

	@CircuitBreaker(name = "open")
	@Bulkhead(name = "open")
	@Retry(name = "open", fallbackMethod = "answer")
	public String open(String order) {
		return order;
	}

	/** Heals every 16th call, so that no window is all failures and no circuit opens. */
	@CircuitBreaker(name = "failing")
	@Bulkhead(name = "failing")
	@Retry(name = "failing", fallbackMethod = "answer")
	public String failing(String order) {
		if ((++this.calls & 15) == 0) {
			return order;
		}
		throw Outage.INSTANCE;
	}

	@SuppressWarnings("unused") // called by the library
	private String answer(String order, Throwable failure) {
		return order;
	}

}
