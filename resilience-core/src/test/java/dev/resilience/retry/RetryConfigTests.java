package dev.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.resilience.retry.RetryConfig.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryConfigTests {

	@Test
	void configWhenNothingIsSetHasTheDocumentedDefaults() {
		RetryConfig config = RetryConfig.builder().build();

		assertThat(config.maxAttempts()).isEqualTo(3);
		assertThat(config.backoff()).isEqualTo(Backoff.FULL_JITTER);
		assertThat(config.waitDuration()).isEqualTo(Duration.ofMillis(100));
		assertThat(config.multiplier()).isEqualTo(2);
		assertThat(config.maxWaitDuration()).isEqualTo(Duration.ofSeconds(30));
		assertThat(config.jitter()).isZero();
		assertThat(config.maxDuration()).isNull();
		assertThat(config.retryExceptions()).isEmpty();
		assertThat(config.ignoreExceptions()).isEmpty();
		assertThat(config.retryResultPredicate()).isNull();
		assertThat(config.budgetEnabled()).isTrue();
		assertThat(config.budgetRatio()).isEqualTo(0.2);
		assertThat(config.budgetMinPerSecond()).isEqualTo(10);
		assertThat(config.budgetWindow()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void configWhenTheWaitIsLongerThanTheDefaultCapRaisesTheCap() {
		assertThat(RetryConfig.builder().waitDuration(Duration.ofMinutes(1)).build().maxWaitDuration())
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void configWhenTheBudgetIsSetKeepsIt() {
		RetryConfig config = RetryConfig.builder()
			.budgetRatio(0.5)
			.budgetMinPerSecond(0)
			.budgetWindow(Duration.ofMinutes(1))
			.build();

		assertThat(config.budgetRatio()).isEqualTo(0.5);
		assertThat(config.budgetMinPerSecond()).isZero();
		assertThat(config.budgetWindow()).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@MethodSource("outOfRange")
	void configWhenAValueIsOutOfRangeSaysWhatIsAllowed(Consumer<Builder> setting, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> {
			Builder builder = RetryConfig.builder();
			setting.accept(builder);
			builder.build();
		}).withMessage(message);
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(wrong((b) -> b.maxAttempts(0), "maxAttempts: 0 (expected: >= 1)"),
				wrong((b) -> b.waitDuration(Duration.ofMillis(-5)), "waitDuration: PT-0.005S (expected: >= 0)"),
				wrong((b) -> b.multiplier(0.5), "multiplier: 0.5 (expected: >= 1)"),
				wrong((b) -> b.multiplier(Double.NaN), "multiplier: NaN (expected: >= 1)"),
				wrong((b) -> b.maxWaitDuration(Duration.ofMillis(-5)), "maxWaitDuration: PT-0.005S (expected: >= 0)"),
				wrong((b) -> b.jitter(-0.1), "jitter: -0.1 (expected: >= 0 and <= 1)"),
				wrong((b) -> b.jitter(1.1), "jitter: 1.1 (expected: >= 0 and <= 1)"),
				wrong((b) -> b.maxDuration(Duration.ofMillis(-5)), "maxDuration: PT-0.005S (expected: >= 0)"),
				wrong((b) -> b.budgetRatio(0), "budgetRatio: 0.0 (expected: > 0 and <= 1)"),
				wrong((b) -> b.budgetRatio(1.5), "budgetRatio: 1.5 (expected: > 0 and <= 1)"),
				wrong((b) -> b.budgetMinPerSecond(-1), "budgetMinPerSecond: -1 (expected: >= 0)"),
				wrong((b) -> b.budgetWindow(Duration.ZERO), "budgetWindow: PT0S (expected: > 0)"));
	}

	private static Arguments wrong(Consumer<Builder> setting, String message) {
		return Arguments.of(setting, message);
	}

	@Test
	void configWhenItsBuilderChangesLaterStaysAsItWas() {
		Builder builder = RetryConfig.builder().maxAttempts(7).retryExceptions(List.of(Exception.class));
		RetryConfig config = builder.build();

		builder.maxAttempts(2).retryExceptions(List.of());

		assertThat(config.maxAttempts()).isEqualTo(7);
		assertThat(config.retryExceptions()).containsExactly(Exception.class);
	}

}
