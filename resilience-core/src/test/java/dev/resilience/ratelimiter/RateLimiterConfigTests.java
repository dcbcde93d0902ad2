package dev.resilience.ratelimiter;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateLimiterConfigTests {

	@Test
	void configWhenNothingIsSetHasTheDocumentedDefaults() {
		assertThat(RateLimiterConfig.builder().build())
			.isEqualTo(new RateLimiterConfig(50, Duration.ofSeconds(1), Duration.ZERO));
	}

	@Test
	void configWhenEverythingIsSetKeepsIt() {
		assertThat(RateLimiterConfig.builder()
			.limitForPeriod(3)
			.period(Duration.ofMinutes(1))
			.maxWaitDuration(Duration.ofMillis(1))
			.build()).isEqualTo(new RateLimiterConfig(3, Duration.ofMinutes(1), Duration.ofMillis(1)));
	}

	@Test
	void configWhenAValueIsOutOfRangeSaysWhatIsAllowed() {
		RateLimiterConfig.Builder builder = RateLimiterConfig.builder();

		assertThatIllegalArgumentException().isThrownBy(() -> builder.limitForPeriod(0))
			.withMessage("limitForPeriod: 0 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.period(Duration.ZERO))
			.withMessage("period: PT0S (expected: > 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitDuration(Duration.ofNanos(-1)))
			.withMessage("maxWaitDuration: PT-0.000000001S (expected: >= 0)");
	}

}
