package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.Instant;

import dev.resilience.CircuitState;
import dev.resilience.Invocation;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * OPEN: rejects until the wait is over, then the next call makes it half-open; with the
 * automatic transition, whoever looks does.
 */
final class OpenState extends State {

	private final long openedNanos;

	private final long waitNanos;

	private final int openings;

	private final Counts tripped;

	/**
	 * Opens a circuit.
	 * @param breaker whose state it is
	 * @param since the wall-clock time to show
	 * @param openedNanos the time of the ticker at which the wait begins
	 * @param openings how often the circuit opened since it was closed, this time
	 * included
	 * @param tripped the calls that made it open, to be shown
	 */
	OpenState(CircuitBreakerPolicy breaker, Instant since, long openedNanos, int openings, Counts tripped) {
		this(breaker, since, openedNanos, openings, tripped, 0);
	}

	/**
	 * Opens a circuit whose server may have said for how long.
	 * @param breaker whose state it is
	 * @param since the wall-clock time to show
	 * @param openedNanos the time of the ticker at which the wait begins
	 * @param openings how often the circuit opened since it was closed, this time
	 * included
	 * @param tripped the calls that made it open, to be shown
	 * @param hintedNanos the shortest wait
	 */
	OpenState(CircuitBreakerPolicy breaker, Instant since, long openedNanos, int openings, Counts tripped,
			long hintedNanos) {
		super(breaker, CircuitState.OPEN, since);
		this.openedNanos = openedNanos;
		this.waitNanos = Math.max(breaker.openWaitNanos(openings), hintedNanos);
		this.openings = openings;
		this.tripped = tripped;
	}

	@Override
	boolean tryAcquire(long now) {
		return false;
	}

	@Override
	void record(Invocation invocation, int outcome) {
	}

	@Override
	@Nullable Due due(boolean call, long now) {
		if (!call && !this.breaker.config().automaticTransitionFromOpenToHalfOpenEnabled()) {
			return null;
		}
		return (remainingNanos(now) > 0) ? null
				: new Due(new HalfOpenState(this.breaker, this.breaker.now(), now, this.openings),
						TransitionCause.OPEN_WAIT_OVER);
	}

	@Override
	long nanosUntilDue() {
		return this.breaker.config().automaticTransitionFromOpenToHalfOpenEnabled()
				? remainingNanos(this.breaker.ticks()) : -1;
	}

	@Override
	Counts counts() {
		return this.tripped;
	}

	@Override
	int openings() {
		return this.openings;
	}

	@Override
	Duration retryAfter(long now) {
		return Duration.ofNanos(remainingNanos(now));
	}

	private long remainingNanos(long now) {
		return Math.max(0, this.waitNanos - (now - this.openedNanos));
	}

}
