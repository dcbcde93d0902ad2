package dev.resilience.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * How many calls ended how, at one moment, and how many are overdue: longer on their way
 * than a slow call. Those are among the slow ones and in both sides of the slow-call
 * rate; they are not among the calls that have ended.
 *
 * @param total the calls that ended
 * @param failed those of them that failed
 * @param slow those of them that were slow; a call can be both
 * @param overdue the calls that have not ended and are slow already
 * @param minimum how many calls it takes for a rate
 */
record Counts(long total, long failed, long slow, int overdue, int minimum) {

	static final Counts NONE = new Counts(0, 0, 0, 0, 1);

	/** The same counts, which are enough for a rate since they decided something. */
	Counts decisive() {
		return new Counts(this.total, this.failed, this.slow, this.overdue, 1);
	}

	boolean reachesFailureRate(Threshold threshold) {
		return this.total >= this.minimum && threshold.isReached(this.failed, this.total);
	}

	boolean reachesSlowCallRate(Threshold threshold) {
		return this.total + this.overdue >= this.minimum
				&& threshold.isReached(this.slow + this.overdue, this.total + this.overdue);
	}

	@Nullable Double failureRate() {
		return percent(this.failed, this.total);
	}

	@Nullable Double slowCallRate() {
		return percent(this.slow + this.overdue, this.total + this.overdue);
	}

	private @Nullable Double percent(long part, long whole) {
		return (whole >= this.minimum) ? 100.0 * part / whole : null;
	}

	/** All that ended, as many as a view can show. */
	int bufferedCalls() {
		return saturated(this.total);
	}

	int failedCalls() {
		return saturated(this.failed);
	}

	int slowCalls() {
		return saturated(this.slow + this.overdue);
	}

	private static int saturated(long count) {
		return (int) Math.min(Integer.MAX_VALUE, count);
	}

}
