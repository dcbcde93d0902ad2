package dev.resilience.circuitbreaker;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import dev.resilience.CircuitState;
import dev.resilience.Invocation;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * CLOSED, which trips at a threshold, and METRICS_ONLY, which only watches.
 */
final class RecordingState extends State implements Window.Reader {

	private final Window window;

	private final int minimumNumberOfCalls;

	/** How many failures in a row trip; 0 if none do. */
	private final int maxConsecutiveFailures;

	/** Written by a failure, and by the first success after one. */
	private final AtomicInteger consecutiveFailures = new AtomicInteger();

	RecordingState(CircuitBreakerPolicy breaker, CircuitState name, Instant since) {
		super(breaker, name, since);
		CircuitBreakerConfig config = breaker.config();
		this.window = breaker.newWindow();
		this.minimumNumberOfCalls = config.minimumNumberOfCalls();
		Integer maxConsecutiveFailures = config.consecutiveFailuresThreshold();
		this.maxConsecutiveFailures = (maxConsecutiveFailures != null) ? maxConsecutiveFailures : 0;
	}

	@Override
	boolean tryAcquire(long now) {
		return true;
	}

	@Override
	void record(Invocation invocation, int outcome) {
		this.window.record(invocation, outcome, this);
		if (this.maxConsecutiveFailures > 0) {
			countConsecutive((outcome & Window.FAILED) != 0);
		}
	}

	@Override
	public void counted(long total, long failed, long slow) {
		int overdue = markedOverdue();
		if ((failed != 0 || slow != 0 || overdue != 0) && name() == CircuitState.CLOSED) {
			Counts counts = new Counts(total, failed, slow, overdue, this.minimumNumberOfCalls);
			if (counts.reachesFailureRate(this.breaker.failureThreshold())) {
				this.breaker.trip(this, counts.decisive(), TransitionCause.FAILURE_RATE);
			}
			else if (counts.reachesSlowCallRate(this.breaker.slowCallThreshold())) {
				this.breaker.trip(this, counts.decisive(), TransitionCause.SLOW_CALL_RATE);
			}
		}
	}

	private void countConsecutive(boolean failed) {
		if (!failed) {
			if (this.consecutiveFailures.get() != 0) {
				this.consecutiveFailures.set(0);
			}
		}
		else if (this.consecutiveFailures.incrementAndGet() >= this.maxConsecutiveFailures
				&& name() == CircuitState.CLOSED) {
			this.breaker.trip(this, counts(), TransitionCause.CONSECUTIVE_FAILURES);
		}
	}

	@Override
	boolean isTimeless() {
		return !isTimed();
	}

	@Override
	@Nullable Due due(boolean call, long now) {
		if (overdue(now) == 0 || name() != CircuitState.CLOSED) {
			return null;
		}
		Counts counts = counts();
		return counts.reachesSlowCallRate(this.breaker.slowCallThreshold())
				? new Due(new OpenState(this.breaker, this.breaker.now(), now, 1, counts.decisive()),
						TransitionCause.SLOW_CALL_RATE)
				: null;
	}

	@Override
	Counts counts() {
		Counts[] counts = { Counts.NONE };
		int overdue = markedOverdue();
		this.window.read((total, failed,
				slow) -> counts[0] = new Counts(total, failed, slow, overdue, this.minimumNumberOfCalls));
		return counts[0];
	}

}
