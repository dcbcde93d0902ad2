package dev.resilience.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * How many calls ended how, at one moment.
 *
 * @param total all calls
 * @param failed those that failed
 * @param slow those that were slow; a call can be both
 * @param rated whether they are enough for a rate
 */
record Counts(int total, int failed, int slow, boolean rated) {

	static final Counts NONE = new Counts(0, 0, 0, false);

	/** Saturates what no view can show. */
	static Counts of(long total, long failed, long slow, boolean rated) {
		return new Counts(saturated(total), saturated(failed), saturated(slow), rated);
	}

	private static int saturated(long count) {
		return (int) Math.min(Integer.MAX_VALUE, count);
	}

	@Nullable Double failureRate() {
		return percent(this.failed);
	}

	@Nullable Double slowCallRate() {
		return percent(this.slow);
	}

	private @Nullable Double percent(int part) {
		return this.rated ? 100.0 * part / this.total : null;
	}

}
