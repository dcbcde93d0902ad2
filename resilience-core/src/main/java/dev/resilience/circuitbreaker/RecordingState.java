package dev.resilience.circuitbreaker;

import java.time.Instant;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;

/**
 * CLOSED, which trips at a threshold, and METRICS_ONLY, which only watches.
 */
final class RecordingState extends State {

	private final CountWindow window;

	private final int minimumNumberOfCalls;

	RecordingState(CircuitBreakerPolicy breaker, CircuitState name, Instant since) {
		super(breaker, name, since);
		this.window = new CountWindow(breaker.config().slidingWindowSize());
		this.minimumNumberOfCalls = breaker.config().minimumNumberOfCalls();
	}

	@Override
	boolean tryAcquire() {
		return true;
	}

	@Override
	void record(int outcome) {
		long head = this.window.record(outcome);
		int failed = this.window.failed(head);
		int slow = this.window.slow(head);
		if (failed != 0 || slow != 0) {
			int total = this.window.total(head);
			if (total >= this.minimumNumberOfCalls && name() == CircuitState.CLOSED) {
				tripIfReached(new Counts(total, failed, slow, true));
			}
		}
	}

	private void tripIfReached(Counts counts) {
		if (this.breaker.failureThreshold().isReached(counts.failed(), counts.total())) {
			this.breaker.trip(this, counts, TransitionCause.FAILURE_RATE);
		}
		else if (this.breaker.slowCallThreshold().isReached(counts.slow(), counts.total())) {
			this.breaker.trip(this, counts, TransitionCause.SLOW_CALL_RATE);
		}
	}

	@Override
	Counts counts() {
		long head = this.window.head();
		int total = this.window.total(head);
		return new Counts(total, this.window.failed(head), this.window.slow(head), total >= this.minimumNumberOfCalls);
	}

}
