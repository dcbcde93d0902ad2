package dev.resilience.circuitbreaker;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.CircuitState;
import dev.resilience.Invocation;
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

	HalfOpenState(CircuitBreakerPolicy breaker, Instant since, long startedNanos, int openings) {
		super(breaker, CircuitState.HALF_OPEN, since);
		this.permitted = breaker.config().permittedNumberOfCallsInHalfOpenState();
		this.startedNanos = startedNanos;
		this.maxWaitNanos = Nanos.of(breaker.config().maxWaitDurationInHalfOpenState());
		this.openings = openings;
	}

	@Override
	boolean tryAcquire(long now) {
		if (lateNanos(now) >= 0) {
			return false;
		}
		while (true) {
			Trials current = this.trials.get();
			if (current.running + current.done >= this.permitted) {
				return false;
			}
			if (this.trials.compareAndSet(current,
					new Trials(current.running + 1, current.done, current.failed, current.slow))) {
				// a permit that came back after this state had ended admits nobody
				return this.breaker.isIn(this);
			}
		}
	}

	@Override
	void record(Invocation invocation, int outcome) {
		if (lateNanos(this.breaker.ticks(invocation)) >= 0) {
			this.breaker.state();
			return;
		}
		Trials after = this.trials.updateAndGet((current) -> new Trials(current.running - 1, current.done + 1,
				current.failed + (outcome & Window.FAILED), current.slow + (outcome >>> 1)));
		int open = this.permitted - after.done;
		if (this.breaker.failureThreshold().isReached(after.failed, this.permitted)) {
			this.breaker.trip(this, counts(after).decisive(), TransitionCause.FAILURE_RATE);
		}
		else if (isTooSlow(after)) {
			this.breaker.trip(this, counts(after).decisive(), TransitionCause.SLOW_CALL_RATE);
		}
		else if (!this.breaker.failureThreshold().isReached(after.failed + open, this.permitted)
				&& !this.breaker.slowCallThreshold().isReached(after.slow + (isTimed() ? open : 0), this.permitted)) {
			this.breaker.close(this, TransitionCause.TRIAL_SUCCEEDED);
		}
	}

	private boolean isTooSlow(Trials trials) {
		return this.breaker.slowCallThreshold().isReached(trials.slow + markedOverdue(), this.permitted);
	}

	@Override
	void release(Invocation invocation) {
		if (lateNanos(this.breaker.ticks(invocation)) >= 0) {
			this.breaker.state();
			return;
		}
		this.trials
			.updateAndGet((current) -> new Trials(current.running - 1, current.done, current.failed, current.slow));
	}

	@Override
	@Nullable Due due(boolean call, long now) {
		Trials current = this.trials.get();
		int overdue = overdue(now);
		long lateNanos = lateNanos(now);
		if (lateNanos >= 0) {
			return new Due(
					new OpenState(this.breaker, this.breaker.now().minusNanos(lateNanos),
							this.startedNanos + this.maxWaitNanos, this.openings + 1, counts(current)),
					(current.running + current.done > 0) ? TransitionCause.HALF_OPEN_WAIT_OVER
							: TransitionCause.NO_TRIAL_CALL);
		}
		if (overdue > 0 && isTooSlow(current)) {
			return new Due(
					new OpenState(this.breaker, this.breaker.now(), now, this.openings + 1, counts(current).decisive()),
					TransitionCause.SLOW_CALL_RATE);
		}
		return null;
	}

	@Override
	long nanosUntilDue() {
		return Math.max(0, -lateNanos(this.breaker.ticks()));
	}

	private long lateNanos(long now) {
		return now - this.startedNanos - this.maxWaitNanos;
	}

	@Override
	Counts counts() {
		return counts(this.trials.get());
	}

	private Counts counts(Trials trials) {
		return new Counts(trials.done, trials.failed, trials.slow, markedOverdue(), this.permitted);
	}

	@Override
	int openings() {
		return this.openings;
	}

	private record Trials(int running, int done, int failed, int slow) {
	}

}
