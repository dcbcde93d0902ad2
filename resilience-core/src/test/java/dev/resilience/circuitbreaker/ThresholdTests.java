package dev.resilience.circuitbreaker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdTests {

	@ParameterizedTest
	@CsvSource({ "50, 99, 200, false", "50, 100, 200, true", "49.5, 99, 200, true", "49.5, 98, 200, false",
			"33.3, 333, 1000, true", "33.3, 332, 1000, false", "33.3, 1, 3, true", "33.4, 1, 3, false",
			"0.1, 1, 1000, true", "0.1, 0, 1000, false", "0.1, 1, 1001, false", "100, 999999, 1000000, false",
			"100, 1000000, 1000000, true", "66.6, 2, 3, true", "66.7, 2, 3, false", "0.0001, 1, 1000000, true",
			"0.00010001, 1, 1000000, false", "50, 1073741823, 2147483647, false", "50, 1073741824, 2147483647, true",
			"50, 1000000000000, 4000000000000, false", "50, 3000000000000, 4000000000000, true" })
	void thresholdWhenComparedWithCountsIsExact(double percent, long part, long total, boolean reached) {
		assertThat(new Threshold(percent).isReached(part, total)).isEqualTo(reached);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.000000001, 0.07, 0.1, 1.1, 8.3, 14.2857, 14.285714286, 16.666666667, 29.3, 33.3,
			33.333333333, 49.5, 50, 57.1, 58.2, 66.666666667, 70.1, 99.9, 99.999999999, 100 })
	void thresholdWhenADecimalNumberDecidesLikeDecimalNumbers(double percent) {
		Threshold threshold = new Threshold(percent);
		BigDecimal exact = BigDecimal.valueOf(percent);

		for (int total = 1; total <= 1000; total++) {
			BigDecimal parts = exact.multiply(BigDecimal.valueOf(total)).movePointLeft(2);
			int first = parts.setScale(0, RoundingMode.CEILING).intValueExact();

			assertThat(threshold.isReached(first, total)).as("%d of %d", first, total).isTrue();
			assertThat(threshold.isReached(first - 1, total)).as("%d of %d", first - 1, total).isFalse();
		}
	}

	@Test
	void thresholdWhenRandomDecidesLikeDecimalNumbers() {
		long seed = 7;
		Random random = new Random(seed);

		for (int i = 0; i < 20_000; i++) {
			double percent = (1 + random.nextInt(1_000_000)) / 10_000.0;
			int total = 1 + random.nextInt(CountWindow.MAX_SIZE);
			int part = random.nextInt(total + 1);
			boolean reached = BigDecimal.valueOf(100L * part)
				.compareTo(BigDecimal.valueOf(percent).multiply(BigDecimal.valueOf(total))) >= 0;

			assertThat(new Threshold(percent).isReached(part, total))
				.as("seed %d: %d of %d at %s", seed, part, total, percent)
				.isEqualTo(reached);
		}
	}

	@Test
	void thresholdWhenThereAreNoCallsIsNotReached() {
		assertThat(new Threshold(0.1).isReached(0, 0)).isFalse();
	}

	@Test
	void thresholdWhenTooSmallToBeKeptIsNotReachedWithoutAPart() {
		assertThat(new Threshold(Double.MIN_VALUE).isReached(0, 10)).isFalse();
		assertThat(new Threshold(Double.MIN_VALUE).isReached(1, 10)).isTrue();
	}

}
