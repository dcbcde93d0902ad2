package dev.resilience.internal;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NanosTests {

	@Test
	void nanosWhenTheDurationFitsAreExact() {
		assertThat(Nanos.of(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
		assertThat(Nanos.of(Duration.ofSeconds(1, 1))).isEqualTo(1_000_000_001L);
	}

	@Test
	void nanosWhenTheDurationIsTooLongSaturate() {
		assertThat(Nanos.of(Duration.ofNanos(Long.MAX_VALUE).plusNanos(1))).isEqualTo(Long.MAX_VALUE);
		assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
		assertThat(Nanos.of(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "100, 0, 0.9, 100", "100, 0.5, 0, 50", "100, 0.5, 0.5, 100", "100, 0.5, 1, 150", "100, 1, 0, 0",
			"100, 1, 1, 200", "0, 1, 1, 0", "9.3e18, 1, 1, 9223372036854775807" })
	void jitteredWhenChanceIsFixedSpreadsToBothSides(double nanos, double jitter, double random, long expected) {
		assertThat(Nanos.jittered(nanos, jitter, random)).isEqualTo(expected);
	}

}
