package dev.resilience;

/**
 * The states of a circuit breaker.
 */
public enum CircuitState {

	/** Calls run and are watched. */
	CLOSED,

	/** Calls are rejected until a wait is over. */
	OPEN,

	/** A few trial calls decide between {@link #CLOSED} and {@link #OPEN}. */
	HALF_OPEN,

	/** Calls are rejected until an operator says otherwise. */
	FORCED_OPEN,

	/** Calls run and are not watched, until an operator says otherwise. */
	DISABLED,

	/** Calls run and are watched, but nothing trips, until an operator says otherwise. */
	METRICS_ONLY

}
