package dev.resilience.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link CircuitBreakerModel} shows of the calls.
 *
 * @param total the calls that ended
 * @param failed those of them that failed
 * @param slow those that were slow, and the overdue ones
 * @param overdue the calls that run and are slow already
 * @param minimum how many calls it takes for a rate
 */
record ModelCounts(int total, int failed, int slow, int overdue, int minimum) {

	static final ModelCounts NOTHING = new ModelCounts(0, 0, 0, 0, 1);

	@Nullable Double failureRate(boolean asFloat) {
		return rate(this.failed, this.total, asFloat);
	}

	@Nullable Double slowCallRate(boolean asFloat) {
		return rate(this.slow, this.total + this.overdue, asFloat);
	}

	private @Nullable Double rate(int part, int whole, boolean asFloat) {
		if (whole == 0 || whole < this.minimum) {
			return null;
		}
		return asFloat ? part * 100.0f / whole : 100.0 * part / whole;
	}

}
