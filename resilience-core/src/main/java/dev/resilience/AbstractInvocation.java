package dev.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Base of the invocations of real calls. Keeps one reading of the time for all stages
 * that ask before something takes time: a clock costs as much as all the rest of a
 * healthy call.
 * <p>
 * Used by one thread at a time.
 */
public abstract class AbstractInvocation implements Invocation {

	/** Whose time was read last, or null if that is no longer the time. */
	private @Nullable Ticker ticker;

	private long nanos;

	private boolean answeredByFallback;

	@Override
	public final long nanoTime(Ticker ticker) {
		if (this.ticker != ticker) {
			this.nanos = ticker.nanoTime();
			this.ticker = ticker;
		}
		return this.nanos;
	}

	@Override
	public final void timePassed() {
		this.ticker = null;
	}

	@Override
	public final void answeredByFallback() {
		this.answeredByFallback = true;
	}

	@Override
	public final boolean isAnsweredByFallback() {
		return this.answeredByFallback;
	}

}
