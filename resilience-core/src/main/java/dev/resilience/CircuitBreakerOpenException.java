package dev.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker rejected the call: its circuit is open, forced open, or half-open
 * with all trial calls taken.
 */
public final class CircuitBreakerOpenException extends CallRejectedException {

	private static final long serialVersionUID = 1L;

	/** The state that rejected the call. */
	private final CircuitState state;

	/**
	 * Creates the exception.
	 * @param instance the name of the instance
	 * @param state the state that rejected the call
	 * @param retryAfter how long until the circuit lets a trial call through, or null if
	 * that is not known
	 */
	public CircuitBreakerOpenException(String instance, CircuitState state, @Nullable Duration retryAfter) {
		super(instance, PolicyType.CIRCUIT_BREAKER, retryAfter);
		this.state = state;
	}

	/**
	 * Which state rejected the call.
	 * @return {@link CircuitState#OPEN}, {@link CircuitState#FORCED_OPEN} or
	 * {@link CircuitState#HALF_OPEN}
	 */
	public CircuitState state() {
		return this.state;
	}

	@Override
	public String getMessage() {
		Duration retryAfter = retryAfter();
		String what = "Circuit breaker '" + instance() + "' is " + this.state;
		if (this.state == CircuitState.HALF_OPEN) {
			return what + " and its trial calls are taken";
		}
		if (retryAfter == null) {
			return what;
		}
		return what + " (retry after " + seconds(retryAfter) + ")";
	}

}
