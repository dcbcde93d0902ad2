package dev.resilience.circuitbreaker;

import dev.resilience.Invocation;
import dev.resilience.internal.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A permit that knows when its call began; made only where slow calls are watched.
 */
final class TimedPermit implements Permit {

	private final State state;

	private final @Nullable InFlightCalls inFlight;

	private final long startedNanos;

	private final int slot;

	TimedPermit(State state, @Nullable InFlightCalls inFlight, long startedNanos) {
		this.state = state;
		this.inFlight = inFlight;
		this.startedNanos = startedNanos;
		this.slot = (inFlight != null) ? inFlight.enter(startedNanos) : 0;
	}

	@Override
	public void success(Invocation invocation, @Nullable Object result) {
		this.state.breaker.onSuccess(this.state, invocation, result, end(invocation));
	}

	@Override
	public void failure(Invocation invocation, Throwable failure) {
		this.state.breaker.onFailure(this.state, invocation, failure, end(invocation));
	}

	@Override
	public void cancelled(Invocation invocation) {
		end(invocation);
		this.state.breaker.onIgnored(this.state, invocation);
	}

	/**
	 * Makes the transition that overdue calls, this one perhaps among them, have made
	 * due. Then leaves the calls that are running, before the outcome is recorded: for a
	 * moment the call counts in neither place, never in both.
	 * @return whether the call was slow
	 */
	private boolean end(Invocation invocation) {
		long now = this.state.breaker.ticks(invocation);
		if (this.inFlight != null) {
			if (this.inFlight.overdue(now) > 0) {
				this.state.breaker.state();
			}
			this.inFlight.leave(this.slot);
		}
		return this.state.breaker.isSlow(now - this.startedNanos);
	}

}
