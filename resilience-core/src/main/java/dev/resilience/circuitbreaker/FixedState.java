package dev.resilience.circuitbreaker;

import java.time.Instant;

import dev.resilience.CircuitState;
import dev.resilience.Invocation;

/**
 * FORCED_OPEN, which rejects every call, and DISABLED, which admits every call and
 * watches none. Nothing but an operator ends them.
 */
final class FixedState extends State {

	FixedState(CircuitBreakerPolicy breaker, CircuitState name, Instant since) {
		super(breaker, name, since);
	}

	@Override
	boolean tryAcquire(long now) {
		return name() == CircuitState.DISABLED;
	}

	@Override
	void record(Invocation invocation, int outcome) {
	}

	@Override
	boolean isTimeless() {
		return true;
	}

	@Override
	Counts counts() {
		return Counts.NONE;
	}

}
