package dev.resilience.internal;

import java.time.Duration;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

import dev.resilience.InvalidSettingException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each check at its limits and just beyond.
 */
class ChecksTests {

	@Test
	void percentWhenAtItsLimitsIsTaken() {
		DoubleFunction<Object> check = (value) -> Checks.percent("rate", value);

		assertThat(check.apply(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
		assertThat(check.apply(100)).isEqualTo(100.0);
		assertRejected(() -> check.apply(0), "rate: 0.0 (expected: > 0 and <= 100)");
		assertRejected(() -> check.apply(Math.nextUp(100.0)), "rate: 100.00000000000001 (expected: > 0 and <= 100)");
		assertRejected(() -> check.apply(Double.NaN), "rate: NaN (expected: > 0 and <= 100)");
	}

	@Test
	void fractionWhenAtItsLimitsIsTaken() {
		DoubleFunction<Object> check = (value) -> Checks.fraction("jitter", value);

		assertThat(check.apply(0)).isEqualTo(0.0);
		assertThat(check.apply(1)).isEqualTo(1.0);
		assertRejected(() -> check.apply(-0.1), "jitter: -0.1 (expected: >= 0 and <= 1)");
		assertRejected(() -> check.apply(1.1), "jitter: 1.1 (expected: >= 0 and <= 1)");
	}

	@Test
	void positiveFractionWhenAtItsLimitsIsTaken() {
		DoubleFunction<Object> check = (value) -> Checks.positiveFraction("ratio", value);

		assertThat(check.apply(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
		assertThat(check.apply(1)).isEqualTo(1.0);
		assertRejected(() -> check.apply(0), "ratio: 0.0 (expected: > 0 and <= 1)");
		assertRejected(() -> check.apply(1.1), "ratio: 1.1 (expected: > 0 and <= 1)");
	}

	@Test
	void multiplierWhenAtItsLimitsIsTaken() {
		DoubleFunction<Object> check = (value) -> Checks.multiplier("multiplier", value);

		assertThat(check.apply(1)).isEqualTo(1.0);
		assertThat(check.apply(Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
		assertRejected(() -> check.apply(0.9), "multiplier: 0.9 (expected: >= 1)");
		assertRejected(() -> check.apply(Double.POSITIVE_INFINITY), "multiplier: Infinity (expected: >= 1)");
	}

	@Test
	void wholeNumberWhenAtItsLimitsIsTaken() {
		IntFunction<Object> atLeast = (value) -> Checks.atLeast("calls", value, 1);
		IntFunction<Object> between = (value) -> Checks.between("size", value, 1, 9);

		assertThat(atLeast.apply(1)).isEqualTo(1);
		assertThat(between.apply(1)).isEqualTo(1);
		assertThat(between.apply(9)).isEqualTo(9);
		assertRejected(() -> atLeast.apply(0), "calls: 0 (expected: >= 1)");
		assertRejected(() -> between.apply(0), "size: 0 (expected: >= 1 and <= 9)");
		assertRejected(() -> between.apply(10), "size: 10 (expected: >= 1 and <= 9)");
	}

	@Test
	void durationWhenAtItsLimitsIsTaken() {
		LongFunction<Object> notNegative = (nanos) -> Checks.notNegative("wait", Duration.ofNanos(nanos));
		LongFunction<Object> positive = (nanos) -> Checks.positive("window", Duration.ofNanos(nanos));

		assertThat(notNegative.apply(0)).isEqualTo(Duration.ZERO);
		assertThat(positive.apply(1)).isEqualTo(Duration.ofNanos(1));
		assertRejected(() -> notNegative.apply(-1), "wait: PT-0.000000001S (expected: >= 0)");
		assertRejected(() -> positive.apply(0), "window: PT0S (expected: > 0)");
		assertRejected(() -> positive.apply(-1), "window: PT-0.000000001S (expected: > 0)");
	}

	private static void assertRejected(Runnable check, String message) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(check::run).withMessage(message);
	}

}
