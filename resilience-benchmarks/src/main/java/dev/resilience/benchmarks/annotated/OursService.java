package dev.resilience.benchmarks.annotated;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.benchmarks.Outage;

/**
 * Guarded by this project.
 */
public class OursService {

	private int calls;

	@CircuitBreaker("payment")
	public String one(String order) {
		return order;
	}

	@CircuitBreaker("payment")
	@Bulkhead("payment")
	@Retry("payment")
	@Fallback("answer")
	public String four(String order) {
		return order;
	}

	/** Shows what the interceptor costs by itself. */
	@CircuitBreaker("off")
	public String off(String order) {
		return order;
	}

	@CircuitBreaker("open")
	@Bulkhead("open")
	@Retry("open")
	@Fallback("answer")
	public String open(String order) {
		return order;
	}

	/** Heals every 16th call, so that no window is all failures and no circuit opens. */
	@CircuitBreaker("failing")
	@Bulkhead("failing")
	@Retry("failing")
	@Fallback("answer")
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
