package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

import dev.resilience.CircuitState;
import dev.resilience.InvalidSettingException;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.RecordingListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What depends on the window's type, and failures in a row.
 */
class TimeBasedCircuitBreakerTests {

	private final ManualTicker ticker = new ManualTicker();

	private final ManualClock clock = new ManualClock();

	private final RecordingListener listener = new RecordingListener();

	@Test
	void circuitWhenFailuresAreWithinWindowOpens() {
		CircuitBreakerPolicy policy = policy(timeBased());

		run(policy, "FFSS");
		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
		assertThat(policy.snapshot().failureRate()).isEqualTo(50.0);
	}

	@Test
	void circuitWhenFailuresHaveExpiredStaysClosed() {
		CircuitBreakerPolicy policy = policy(timeBased());

		run(policy, "FF");
		this.ticker.advance(Duration.ofSeconds(10));
		run(policy, "SSSS");

		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(policy.snapshot()).satisfies((snapshot) -> {
			assertThat(snapshot.bufferedCalls()).isEqualTo(4);
			assertThat(snapshot.failureRate()).isEqualTo(0.0);
		});
	}

	@Test
	void circuitWhenTheWallClockStepsKeepsItsWindow() {
		CircuitBreakerPolicy policy = policy(timeBased());

		run(policy, "FF");
		this.clock.step(Duration.ofHours(1));
		run(policy, "SS");

		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void circuitWhenTimeBasedTakesMinimumAboveSizeOfCountWindow() {
		CircuitBreakerConfig config = timeBased().minimumNumberOfCalls(1_000).build();

		assertThat(config.minimumNumberOfCalls()).isEqualTo(1_000);
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> CircuitBreakerConfig.builder().minimumNumberOfCalls(1_000).build())
			.withMessage("minimumNumberOfCalls: 1000 (expected: <= slidingWindowSize, which is 100)");
	}

	@Test
	void circuitWhenFailuresInRowReachThresholdOpensBelowMinimum() {
		CircuitBreakerPolicy policy = policy(CircuitBreakerConfig.builder().consecutiveFailuresThreshold(3));

		run(policy, "FFSFF");
		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
		run(policy, "F");
		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
		assertThat(this.listener.transitions()).containsExactly("test: CLOSED -> OPEN (CONSECUTIVE_FAILURES)");
		assertThat(policy.snapshot().failureRate()).isNull();
	}

	@Test
	void circuitWhenOnlyMetricsAreWantedDoesNotOpenByFailuresInRow() {
		CircuitBreakerPolicy policy = policy(CircuitBreakerConfig.builder().consecutiveFailuresThreshold(1));
		policy.transitionTo(CircuitState.METRICS_ONLY);

		run(policy, "FFF");

		assertThat(policy.state()).isEqualTo(CircuitState.METRICS_ONLY);
	}

	private static CircuitBreakerConfig.Builder timeBased() {
		return CircuitBreakerConfig.builder()
			.slidingWindowType(SlidingWindowType.TIME_BASED)
			.slidingWindowDuration(Duration.ofSeconds(10))
			.minimumNumberOfCalls(4);
	}

	private CircuitBreakerPolicy policy(CircuitBreakerConfig.Builder config) {
		return new CircuitBreakerPolicy("test", config.build(),
				new PolicyContext(this.ticker, this.clock, () -> 0.5, this.listener));
	}

	private static void run(CircuitBreakerPolicy policy, String outcomes) {
		Pipeline pipeline = Pipeline.of(policy);
		for (char outcome : outcomes.toCharArray()) {
			Callable<String> call = () -> {
				if (outcome == 'F') {
					throw new IOException("failed");
				}
				return "ok";
			};
			catchThrowable(() -> pipeline.call(call));
		}
	}

}
