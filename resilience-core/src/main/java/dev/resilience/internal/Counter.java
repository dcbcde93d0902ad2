package dev.resilience.internal;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events from many threads without making them meet. What is published as a meter
 * only grows ({@link #total()}); what is shown to an operator starts again at a reset
 * ({@link #sinceReset()}).
 */
public final class Counter {

	private final LongAdder total = new LongAdder();

	private volatile long baseline;

	/**
	 * Counts one event.
	 */
	public void increment() {
		this.total.increment();
	}

	/**
	 * All events.
	 * @return how many
	 */
	public long total() {
		return this.total.sum();
	}

	/**
	 * The events since the last reset.
	 * @return how many, never negative
	 */
	public long sinceReset() {
		long baseline = this.baseline;
		return Math.max(0, this.total.sum() - baseline);
	}

	/**
	 * Starts again at zero.
	 */
	public void reset() {
		this.baseline = this.total.sum();
	}

}
