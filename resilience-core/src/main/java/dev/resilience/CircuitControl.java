package dev.resilience;

/**
 * The switch of a circuit breaker, for operators. Thread-safe.
 */
public interface CircuitControl {

	/**
	 * The state now. A transition that is due is made.
	 * @return the state
	 */
	CircuitState state();

	/**
	 * Moves to a state. Nothing but an operator leaves {@link CircuitState#FORCED_OPEN},
	 * {@link CircuitState#DISABLED} and {@link CircuitState#METRICS_ONLY}. Moving to the
	 * state that it is in changes nothing.
	 * @param target the state to enter
	 */
	void transitionTo(CircuitState target);

	/**
	 * Whether the application is unhealthy while the circuit is open.
	 * @return true if an open circuit makes the application DOWN
	 */
	boolean affectsHealth();

}
