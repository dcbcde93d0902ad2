package dev.resilience.circuitbreaker;

import dev.resilience.internal.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A permit that knows when its call began; made only where slow calls are watched.
 */
final class TimedPermit implements Permit {

	private final State state;

	private final long startedNanos;

	TimedPermit(State state, long startedNanos) {
		this.state = state;
		this.startedNanos = startedNanos;
	}

	@Override
	public void success(@Nullable Object result) {
		this.state.breaker.onSuccess(this.state, result, isSlow());
	}

	@Override
	public void failure(Throwable failure) {
		this.state.breaker.onFailure(this.state, failure, isSlow());
	}

	@Override
	public void cancelled() {
		this.state.breaker.onIgnored(this.state);
	}

	private boolean isSlow() {
		return this.state.breaker.isSlow(this.state.breaker.ticks() - this.startedNanos);
	}

}
