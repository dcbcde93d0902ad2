package dev.resilience.circuitbreaker;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;
import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * HALF_OPEN: admits a number of trial calls and gives its verdict as soon as it is
 * certain. Finite: without a verdict in time the circuit is open again.
 */
final class HalfOpenState extends State {

	private final int permitted;

	private final long startedNanos;

	private final long maxWaitNanos;

	private final int openings;

	private final AtomicReference<Trials> trials = new AtomicReference<>(new Trials(0, 0, 0, 0));

	HalfOpenState(CircuitBreakerPolicy breaker, Instant since, int openings) {
		super(breaker, CircuitState.HALF_OPEN, since);
		this.permitted = breaker.config().permittedNumberOfCallsInHalfOpenState();
		this.startedNanos = breaker.ticks();
		this.maxWaitNanos = Nanos.of(breaker.config().maxWaitDurationInHalfOpenState());
		this.openings = openings;
	}

	@Override
	boolean tryAcquire() {
		if (overdueNanos() >= 0) {
			return false;
		}
		while (true) {
			Trials current = this.trials.get();
			if (current.running + current.done >= this.permitted) {
				return false;
			}
			if (this.trials.compareAndSet(current,
					new Trials(current.running + 1, current.done, current.failed, current.slow))) {
				return true;
			}
		}
	}

	@Override
	void record(int outcome) {
		Trials after = this.trials.updateAndGet((current) -> new Trials(current.running - 1, current.done + 1,
				current.failed + (outcome & Window.FAILED), current.slow + (outcome >>> 1)));
		Counts counts = after.counts(true);
		int open = this.permitted - after.done;
		Threshold failureThreshold = this.breaker.failureThreshold();
		Threshold slowCallThreshold = this.breaker.slowCallThreshold();
		if (failureThreshold.isReached(after.failed, this.permitted)) {
			this.breaker.trip(this, counts, TransitionCause.FAILURE_RATE);
		}
		else if (slowCallThreshold.isReached(after.slow, this.permitted)) {
			this.breaker.trip(this, counts, TransitionCause.SLOW_CALL_RATE);
		}
		else if (!failureThreshold.isReached(after.failed + open, this.permitted)
				&& !slowCallThreshold.isReached(after.slow + open, this.permitted)) {
			this.breaker.close(this, TransitionCause.TRIAL_SUCCEEDED);
		}
	}

	@Override
	void release() {
		this.trials
			.updateAndGet((current) -> new Trials(current.running - 1, current.done, current.failed, current.slow));
	}

	@Override
	@Nullable Due due(boolean call) {
		long overdueNanos = overdueNanos();
		if (overdueNanos < 0) {
			return null;
		}
		Trials last = this.trials.get();
		return new Due(
				new OpenState(this.breaker, this.breaker.now().minusNanos(overdueNanos),
						this.startedNanos + this.maxWaitNanos, this.openings + 1, counts()),
				(last.running + last.done > 0) ? TransitionCause.HALF_OPEN_WAIT_OVER : TransitionCause.NO_TRIAL_CALL);
	}

	@Override
	long nanosUntilDue() {
		return Math.max(0, -overdueNanos());
	}

	private long overdueNanos() {
		return this.breaker.ticks() - this.startedNanos - this.maxWaitNanos;
	}

	@Override
	Counts counts() {
		Trials current = this.trials.get();
		return current.counts(current.done >= this.permitted);
	}

	@Override
	int openings() {
		return this.openings;
	}

	private record Trials(int running, int done, int failed, int slow) {

		Counts counts(boolean rated) {
			return new Counts(this.done, this.failed, this.slow, rated);
		}

	}

}
