package dev.resilience.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	private static final double ALMOST_ONE = Math.nextDown(1.0);

	private static final Duration CENTURIES = Duration.ofDays(300 * 366);

	/** B 100 ms, M 2, C 1 s; the delays before retries 1 to 6 in milliseconds. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "CONSTANT|0|0.5|100 100 100 100 100 100", "CONSTANT|0.5|0|50 50 50 50 50 50",
			"CONSTANT|0.5|0.5|100 100 100 100 100 100", "CONSTANT|0.5|1|150 150 150 150 150 150",
			"LINEAR|0|0.5|100 200 300 400 500 600", "LINEAR|1|0|0 0 0 0 0 0", "LINEAR|0.25|1|125 250 375 500 625 750",
			"EXPONENTIAL|0|0.5|100 200 400 800 1000 1000", "EXPONENTIAL|0.5|0|50 100 200 400 500 500",
			"EXPONENTIAL|0.5|1|150 300 600 1200 1500 1500", "EXPONENTIAL|0.5|0.5|100 200 400 800 1000 1000",
			"FULL_JITTER|0|0|0 0 0 0 0 0", "FULL_JITTER|0|0.5|50 100 200 400 500 500",
			"FULL_JITTER|0|1|100 200 400 800 1000 1000", "EQUAL_JITTER|0|0|50 100 200 400 500 500",
			"EQUAL_JITTER|0|0.5|75 150 300 600 750 750", "EQUAL_JITTER|0|1|100 200 400 800 1000 1000",
			"DECORRELATED_JITTER|0|0|100 100 100 100 100 100", "DECORRELATED_JITTER|0|0.5|200 350 575 912.5 1000 1000",
			"DECORRELATED_JITTER|0|1|300 900 1000 1000 1000 1000", "RANDOM|0|0|100 100 100 100 100 100",
			"RANDOM|0|0.5|550 550 550 550 550 550", "RANDOM|0|1|1000 1000 1000 1000 1000 1000" })
	void backoffWhenChanceIsFixedFollowsItsFormula(Backoff backoff, double jitter, double random, String millis) {
		Delays delays = delays(backoff, Duration.ofMillis(100), 2, Duration.ofSeconds(1), jitter,
				() -> (random == 1) ? ALMOST_ONE : random);

		List<Double> expected = new ArrayList<>();
		List<Double> actual = new ArrayList<>();
		String[] numbers = millis.split(" ");
		for (int retry = 1; retry <= numbers.length; retry++) {
			expected.add(Double.parseDouble(numbers[retry - 1]));
			actual.add((double) Math.round(delays.next(retry) / 1e5) / 10);
		}

		assertThat(actual).isEqualTo(expected);
	}

	@Test
	void linearWhenItReachesTheCapStaysThere() {
		Delays delays = delays(Backoff.LINEAR, Duration.ofMillis(400), 2, Duration.ofSeconds(1), 0, () -> 0.5);

		assertThat(List.of(delays.next(1), delays.next(2), delays.next(3), delays.next(4)))
			.containsExactly(400_000_000L, 800_000_000L, 1_000_000_000L, 1_000_000_000L);
	}

	@Test
	void exponentialWhenTheMultiplierIsBrokenGrowsByIt() {
		Delays delays = delays(Backoff.EXPONENTIAL, Duration.ofMillis(100), 1.5, Duration.ofSeconds(1), 0, () -> 0.5);

		assertThat(List.of(delays.next(1), delays.next(2), delays.next(3))).containsExactly(100_000_000L, 150_000_000L,
				225_000_000L);
	}

	@ParameterizedTest
	@EnumSource(Backoff.class)
	void backoffWhenTheWaitIsZeroIsZeroUnlessItReachesForTheCap(Backoff backoff) {
		Delays delays = delays(backoff, Duration.ZERO, 1e300, Duration.ofSeconds(1), 0, () -> ALMOST_ONE);

		for (int retry = 1; retry < 100; retry++) {
			long delay = delays.next(retry);
			assertThat(delay).isBetween(0L, (backoff == Backoff.RANDOM) ? 1_000_000_000L : 0L);
		}
	}

	@ParameterizedTest
	@EnumSource(Backoff.class)
	void backoffWhenRetriedFiveMillionTimesStaysBetweenZeroAndTheCap(Backoff backoff) {
		long seed = 11;
		Random random = new Random(seed);
		Delays delays = delays(backoff, Duration.ofMillis(1), 3, Duration.ofSeconds(30), 0, random::nextDouble);

		long least = Long.MAX_VALUE;
		long most = Long.MIN_VALUE;
		for (int retry = 1; retry <= 5_000_000; retry += (retry < 10_000) ? 1 : 997) {
			long delay = delays.next(retry);
			least = Math.min(least, delay);
			most = Math.max(most, delay);
		}
		most = Math.max(most, delays.next(5_000_000));
		most = Math.max(most, delays.next(Integer.MAX_VALUE));

		assertThat(least).isNotNegative();
		assertThat(most).isLessThanOrEqualTo(Duration.ofSeconds(30).toNanos());
	}

	@ParameterizedTest
	@EnumSource(Backoff.class)
	void backoffWhenDurationsAreOfThreeHundredYearsSaturates(Backoff backoff) {
		for (double chance : new double[] { 0, 0.5, ALMOST_ONE }) {
			for (double jitter : new double[] { 0, 1 }) {
				Delays delays = delays(backoff, CENTURIES, 1e300, CENTURIES.multipliedBy(3), jitter, () -> chance);
				for (int retry : new int[] { 1, 2, 3, 1000, 5_000_000, Integer.MAX_VALUE }) {
					assertThat(delays.next(retry)).isNotNegative();
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Backoff.class, names = { "CONSTANT", "LINEAR", "EXPONENTIAL" })
	void backoffWhenAtItsCapKeepsItsJitter(Backoff backoff) {
		Random random = new Random(5);
		Delays delays = delays(backoff, Duration.ofSeconds(1), 2, Duration.ofSeconds(1), 0.5, random::nextDouble);

		List<Long> atTheCap = new ArrayList<>();
		for (int retry = 20; retry < 1020; retry++) {
			atTheCap.add(delays.next(retry));
		}

		assertThat(atTheCap).allMatch((nanos) -> nanos >= 500_000_000L && nanos <= 1_500_000_000L);
		assertThat(atTheCap).anyMatch((nanos) -> nanos < 600_000_000L).anyMatch((nanos) -> nanos > 1_400_000_000L);
	}

	@Test
	void decorrelatedWhenANewCallIsRetriedStartsAgain() {
		for (int call = 0; call < 3; call++) {
			Delays delays = delays(Backoff.DECORRELATED_JITTER, Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0,
					() -> 0.5);

			assertThat(delays.next(1)).isEqualTo(200_000_000L);
		}
	}

	@ParameterizedTest
	@EnumSource(Backoff.class)
	void delayWhenTheCapIsShorterThanTheFirstDelayIsNeverLonger(Backoff backoff) {
		Delays delays = delays(backoff, Duration.ofMillis(100), 2, Duration.ofMillis(50), 0, () -> ALMOST_ONE);

		for (int retry = 1; retry < 5; retry++) {
			assertThat(Duration.ofNanos(delays.next(retry))).isBetween(Duration.ofMillis(49), Duration.ofMillis(50));
		}
	}

	private static Delays delays(Backoff backoff, Duration wait, double multiplier, Duration max, double jitter,
			DoubleSupplier random) {
		return new Delays(RetryConfig.builder()
			.backoff(backoff)
			.waitDuration(wait)
			.multiplier(multiplier)
			.maxWaitDuration(max)
			.jitter(jitter)
			.build(), random);
	}

}
