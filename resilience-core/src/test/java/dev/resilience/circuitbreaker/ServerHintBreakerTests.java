package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.resilience.CircuitState;
import dev.resilience.Pipeline;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.testing.Calls;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Circuits that stay open for as long as the server asked. The wait is 10 s, the longest
 * 60 s, unless a test says otherwise.
 */
class ServerHintBreakerTests {

	/** Close to the overflow, too. */
	private final TestContext context = new TestContext(new ManualTicker(Long.MAX_VALUE - 1_000_000_000L));

	private @Nullable Duration hint = Duration.ofSeconds(40);

	@Test
	void circuitWhenTheServerAskedForALongerWaitStaysOpenForThat() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);

		fail(breaker, 2);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(40);
		this.context.ticker().advanceMillis(39_999);
		assertThat(Calls.isAdmitted(Pipeline.of(breaker))).isFalse();
		this.context.ticker().advanceMillis(1);
		assertThat(Calls.isAdmitted(Pipeline.of(breaker))).isTrue();
	}

	@Test
	void circuitWhenTheServerAskedForAShorterWaitStaysOpenForItsOwn() {
		this.hint = Duration.ofSeconds(4);
		CircuitBreakerPolicy breaker = breaker((config) -> config);

		fail(breaker, 2);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT61S", "PT8760H", "P400000D" })
	void circuitWhenTheServerAskedForMoreThanTheLongestWaitStaysOpenForThat(Duration hint) {
		this.hint = hint;
		CircuitBreakerPolicy breaker = breaker((config) -> config);

		fail(breaker, 2);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(60);
	}

	@Test
	void circuitWhenAnEarlierFailureHadTheHintCountsItFromThen() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);
		fail(breaker, 1);
		this.context.ticker().advanceMillis(15_000);
		this.hint = null;

		fail(breaker, 1);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(25);
	}

	@ParameterizedTest
	@CsvSource({ "PT40S, PT20S", "PT20S, PT40S", "PT0.5S, PT40S", "PT40S, PT0.5S" })
	void circuitWhenThereAreSeveralHintsTakesTheLatestTime(Duration first, Duration second) {
		this.hint = first;
		CircuitBreakerPolicy breaker = breaker((config) -> config);
		fail(breaker, 1);
		this.hint = second;

		fail(breaker, 1);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(40);
	}

	@Test
	void circuitWhenTheHintIsOverHasItsOwnWait() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);
		fail(breaker, 1);
		this.context.ticker().advanceMillis(100_000);
		this.hint = null;

		fail(breaker, 1);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(10);
	}

	@Test
	void circuitWhenATrialCallHadTheHintStaysOpenForThat() {
		this.hint = null;
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1));
		fail(breaker, 2);
		this.context.ticker().advanceMillis(10_000);
		this.hint = Duration.ofSeconds(30);

		fail(breaker, 1);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(30);
	}

	@Test
	void circuitWhenClosedMeanwhileForgetsTheHint() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);
		fail(breaker, 1);
		breaker.reset();
		this.hint = null;

		fail(breaker, 2);

		assertThat(breaker.snapshot().retryAfter()).hasSeconds(10);
	}

	@Test
	void circuitWhenItDoesNotAskForHintsOrTheFailureIsNotRecordedHasItsOwnWait() {
		CircuitBreakerPolicy silent = breaker((config) -> config.retryAfterEnabled(false));
		fail(silent, 2);
		assertThat(silent.snapshot().retryAfter()).hasSeconds(10);

		CircuitBreakerPolicy ignoring = breaker((config) -> config.ignoreExceptions(List.of(IOException.class)));
		fail(ignoring, 2);
		ignoring.transitionTo(CircuitState.OPEN);
		assertThat(ignoring.snapshot().retryAfter()).hasSeconds(10);
	}

	private static void fail(CircuitBreakerPolicy breaker, int times) {
		for (int i = 0; i < times; i++) {
			Calls.failureOf(Pipeline.of(breaker), new IOException("503"));
		}
	}

	private CircuitBreakerPolicy breaker(UnaryOperator<CircuitBreakerConfig.Builder> config) {
		CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder()
			.slidingWindowSize(2)
			.maxWaitDurationInOpenState(Duration.ofSeconds(60))
			.retryAfterEnabled(true);
		RetryAfterExtractor hints = (failure) -> this.hint;
		return new CircuitBreakerPolicy("payment", config.apply(builder).build(), this.context.policyContext(), hints);
	}

}
