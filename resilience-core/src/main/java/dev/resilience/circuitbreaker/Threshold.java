package dev.resilience.circuitbreaker;

/**
 * A rate in percent that counts are compared with exactly: 49.5 % is not 50 %, and no sum
 * of rounded fractions decides. Kept to a billionth of a percent.
 */
final class Threshold {

	private static final long UNITS_PER_PERCENT = 1_000_000_000L;

	private static final long UNITS_PER_WHOLE = 100 * UNITS_PER_PERCENT;

	private final long units;

	Threshold(double percent) {
		this.units = Math.max(1, Math.round(percent * UNITS_PER_PERCENT));
	}

	/**
	 * Whether {@code part} of {@code total} is at least this rate: compares {@code part *
	 * 100 %} with {@code total * threshold} as whole numbers of 128 bits.
	 * @param part the calls that count
	 * @param total all calls
	 * @return true if the rate is reached; false if there are no calls
	 */
	boolean isReached(long part, long total) {
		if (total == 0) {
			return false;
		}
		long partHigh = Math.multiplyHigh(part, UNITS_PER_WHOLE);
		long totalHigh = Math.multiplyHigh(total, this.units);
		if (partHigh != totalHigh) {
			return partHigh > totalHigh;
		}
		return Long.compareUnsigned(part * UNITS_PER_WHOLE, total * this.units) >= 0;
	}

}
