package dev.resilience.internal;

import java.time.Duration;

/**
 * Durations as nanoseconds, saturated: 300 years and more are 292 years.
 */
public final class Nanos {

	private Nanos() {
	}

	/**
	 * Converts a duration.
	 * @param duration the duration
	 * @return its nanoseconds, saturated
	 */
	public static long of(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
		}
	}

	/**
	 * Spreads a delay evenly around its value.
	 * @param nanos the delay, not negative
	 * @param jitter the share by which it varies, 0 to 1
	 * @param random a number from 0 to 1
	 * @return a delay from {@code nanos (1 - jitter)} to {@code nanos (1 + jitter)},
	 * saturated
	 */
	public static long jittered(double nanos, double jitter, double random) {
		return (long) (nanos * (1 - jitter + 2 * jitter * random));
	}

}
