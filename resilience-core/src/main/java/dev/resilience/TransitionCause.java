package dev.resilience;

/**
 * Why a circuit breaker changed its state.
 */
public enum TransitionCause {

	/** The failure rate reached its threshold. */
	FAILURE_RATE,

	/** The rate of slow calls reached its threshold. */
	SLOW_CALL_RATE,

	/** As many calls in a row failed as the threshold says. */
	CONSECUTIVE_FAILURES,

	/** The wait in the open state is over. */
	OPEN_WAIT_OVER,

	/** The trial calls can no longer reach a threshold. */
	TRIAL_SUCCEEDED,

	/** The trial calls did not give a verdict in time. */
	HALF_OPEN_WAIT_OVER,

	/** No call came to be a trial in time. */
	NO_TRIAL_CALL,

	/** An operator asked for the state. */
	OPERATOR,

	/** An operator reset the instance. */
	RESET

}
