package dev.resilience.internal;

import java.time.Duration;

import dev.resilience.InvalidSettingException;

/**
 * Checks of configuration values. Every message names the value and what is allowed:
 * {@code failureRateThreshold: 140 (expected: > 0 and <= 100)}.
 */
public final class Checks {

	private Checks() {
	}

	/**
	 * Checks a rate in percent.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static double percent(String name, double value) {
		return check(name, value, value > 0 && value <= 100, "> 0 and <= 100");
	}

	/**
	 * Checks a share.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static double fraction(String name, double value) {
		return check(name, value, value >= 0 && value <= 1, ">= 0 and <= 1");
	}

	/**
	 * Checks a share that is not nothing.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static double positiveFraction(String name, double value) {
		return check(name, value, value > 0 && value <= 1, "> 0 and <= 1");
	}

	/**
	 * Checks a factor of growth.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static double multiplier(String name, double value) {
		return check(name, value, value >= 1 && Double.isFinite(value), ">= 1");
	}

	/**
	 * Checks a whole number.
	 * @param name what it is
	 * @param value the value
	 * @param min the smallest one allowed
	 * @return the value
	 */
	public static int atLeast(String name, int value, int min) {
		return check(name, value, value >= min, ">= " + min);
	}

	/**
	 * Checks a whole number.
	 * @param name what it is
	 * @param value the value
	 * @param min the smallest one allowed
	 * @param max the largest one allowed
	 * @return the value
	 */
	public static int between(String name, int value, int min, int max) {
		return check(name, value, value >= min && value <= max, ">= " + min + " and <= " + max);
	}

	/**
	 * Checks a duration.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static Duration notNegative(String name, Duration value) {
		return check(name, value, !value.isNegative(), ">= 0");
	}

	/**
	 * Checks a duration.
	 * @param name what it is
	 * @param value the value
	 * @return the value
	 */
	public static Duration positive(String name, Duration value) {
		return check(name, value, !value.isNegative() && !value.isZero(), "> 0");
	}

	/**
	 * Fails with the usual message.
	 * @param <T> the type of the value
	 * @param name what it is
	 * @param value the value
	 * @param valid whether it is allowed
	 * @param expected what is allowed
	 * @return the value
	 * @throws InvalidSettingException if it is not allowed
	 */
	public static <T extends Object> T check(String name, T value, boolean valid, String expected) {
		if (!valid) {
			throw new InvalidSettingException(name, value, expected);
		}
		return value;
	}

}
