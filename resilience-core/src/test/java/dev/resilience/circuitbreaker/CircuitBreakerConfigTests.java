package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.resilience.CircuitState;
import dev.resilience.circuitbreaker.CircuitBreakerConfig.Builder;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CircuitBreakerConfigTests {

	@Test
	void configWhenNothingIsSetHasTheDocumentedDefaults() {
		CircuitBreakerConfig config = CircuitBreakerConfig.builder().build();

		assertThat(config.failureRateThreshold()).isEqualTo(50);
		assertThat(config.slowCallDurationThreshold()).isNull();
		assertThat(config.slowCallRateThreshold()).isEqualTo(100);
		assertThat(config.slidingWindowSize()).isEqualTo(100);
		assertThat(config.minimumNumberOfCalls()).isEqualTo(10);
		assertThat(config.waitDurationInOpenState()).isEqualTo(Duration.ofSeconds(10));
		assertThat(config.waitDurationMultiplier()).isOne();
		assertThat(config.maxWaitDurationInOpenState()).isEqualTo(Duration.ofMinutes(5));
		assertThat(config.waitDurationJitter()).isZero();
		assertThat(config.permittedNumberOfCallsInHalfOpenState()).isEqualTo(5);
		assertThat(config.maxWaitDurationInHalfOpenState()).isEqualTo(Duration.ofSeconds(30));
		assertThat(config.automaticTransitionFromOpenToHalfOpenEnabled()).isFalse();
		assertThat(config.recordExceptions()).isEmpty();
		assertThat(config.ignoreExceptions()).isEmpty();
		assertThat(config.recordResultPredicate()).isNull();
		assertThat(config.initialState()).isEqualTo(CircuitState.CLOSED);
		assertThat(config.affectsHealth()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "3, 3", "9, 9", "10, 10", "11, 10", "100, 10" })
	void configWhenTheMinimumIsUnsetTakesTheSmallerOfTenAndTheWindow(int window, int minimum) {
		assertThat(CircuitBreakerConfig.builder().slidingWindowSize(window).build().minimumNumberOfCalls())
			.isEqualTo(minimum);
	}

	@Test
	void configWhenTheWaitIsLongerThanTheDefaultCapRaisesTheCap() {
		CircuitBreakerConfig config = CircuitBreakerConfig.builder()
			.waitDurationInOpenState(Duration.ofHours(1))
			.build();

		assertThat(config.maxWaitDurationInOpenState()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void breakerWhenTheCapIsShorterThanTheFirstWaitWaitsTheCap() {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().maxWaitDurationInOpenState(Duration.ofSeconds(9)).build(),
				new TestContext().policyContext());

		breaker.transitionTo(CircuitState.OPEN);

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(9));
	}

	@ParameterizedTest
	@MethodSource("outOfRange")
	void configWhenAValueIsOutOfRangeSaysWhatIsAllowed(Consumer<Builder> setting, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> {
			Builder builder = CircuitBreakerConfig.builder();
			setting.accept(builder);
			builder.build();
		}).withMessage(message);
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(
				wrong((b) -> b.failureRateThreshold(140), "failureRateThreshold: 140.0 (expected: > 0 and <= 100)"),
				wrong((b) -> b.failureRateThreshold(0), "failureRateThreshold: 0.0 (expected: > 0 and <= 100)"),
				wrong((b) -> b.failureRateThreshold(Double.NaN),
						"failureRateThreshold: NaN (expected: > 0 and <= 100)"),
				wrong((b) -> b.slowCallRateThreshold(-1), "slowCallRateThreshold: -1.0 (expected: > 0 and <= 100)"),
				wrong((b) -> b.slowCallDurationThreshold(Duration.ofMillis(-1)),
						"slowCallDurationThreshold: PT-0.001S (expected: >= 0)"),
				wrong((b) -> b.slidingWindowSize(0), "slidingWindowSize: 0 (expected: >= 1 and <= 1000000)"),
				wrong((b) -> b.slidingWindowSize(1_000_001),
						"slidingWindowSize: 1000001 (expected: >= 1 and <= 1000000)"),
				wrong((b) -> b.minimumNumberOfCalls(0), "minimumNumberOfCalls: 0 (expected: >= 1)"),
				wrong((b) -> b.slidingWindowSize(5).minimumNumberOfCalls(6),
						"minimumNumberOfCalls: 6 (expected: <= slidingWindowSize, which is 5)"),
				wrong((b) -> b.waitDurationInOpenState(Duration.ZERO), "waitDurationInOpenState: PT0S (expected: > 0)"),
				wrong((b) -> b.waitDurationMultiplier(0.9), "waitDurationMultiplier: 0.9 (expected: >= 1)"),
				wrong((b) -> b.waitDurationMultiplier(Double.POSITIVE_INFINITY),
						"waitDurationMultiplier: Infinity (expected: >= 1)"),
				wrong((b) -> b.maxWaitDurationInOpenState(Duration.ZERO),
						"maxWaitDurationInOpenState: PT0S (expected: > 0)"),
				wrong((b) -> b.waitDurationJitter(1.1), "waitDurationJitter: 1.1 (expected: >= 0 and <= 1)"),
				wrong((b) -> b.waitDurationJitter(-0.1), "waitDurationJitter: -0.1 (expected: >= 0 and <= 1)"),
				wrong((b) -> b.permittedNumberOfCallsInHalfOpenState(0),
						"permittedNumberOfCallsInHalfOpenState: 0 (expected: >= 1)"),
				wrong((b) -> b.maxWaitDurationInHalfOpenState(Duration.ZERO),
						"maxWaitDurationInHalfOpenState: PT0S (expected: > 0)"),
				wrong((b) -> b.initialState(CircuitState.HALF_OPEN),
						"initialState: HALF_OPEN (expected: closed, open, forced-open, disabled or metrics-only)"));
	}

	private static Arguments wrong(Consumer<Builder> setting, String message) {
		return Arguments.of(setting, message);
	}

	@Test
	void configWhenItsBuilderChangesLaterStaysAsItWas() {
		Builder builder = CircuitBreakerConfig.builder().slidingWindowSize(7);
		List<Class<? extends Throwable>> classes = new ArrayList<>(List.of(Exception.class));
		CircuitBreakerConfig config = builder.ignoreExceptions(classes).build();

		builder.slidingWindowSize(20).ignoreExceptions(List.of());
		classes.clear();

		assertThat(config.slidingWindowSize()).isEqualTo(7);
		assertThat(config.ignoreExceptions()).containsExactly(Exception.class);
	}

}
