package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.time.Duration;

import dev.resilience.CircuitState;
import dev.resilience.internal.Permit;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The half-open wait ends when its time has come, whether or not somebody looked in
 * between.
 */
class CircuitBreakerLateTrialTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void breakerWhenATrialSucceedsAfterTheHalfOpenWaitIsOpen(boolean looked) {
		assertThat(stateAfterLateTrial(looked)).isEqualTo(CircuitState.OPEN);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void breakerWhenATrialFailsAfterTheHalfOpenWaitWaitsFromTheEndOfThatWait(boolean looked) {
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = halfOpen(context);
		Permit trial = breaker.acquire(CALL);

		context.ticker().advance(Duration.ofSeconds(33));
		if (looked) {
			breaker.state();
		}
		trial.failure(CALL, new IOException());

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(context.events().transitions()).last().isEqualTo("payment: HALF_OPEN -> OPEN (HALF_OPEN_WAIT_OVER)");
	}

	@Test
	void breakerWhenATrialSucceedsAtTheEndOfTheHalfOpenWaitIsOpen() {
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = halfOpen(context);
		Permit trial = breaker.acquire(CALL);

		context.ticker().advance(breaker.config().maxWaitDurationInHalfOpenState());
		trial.success(CALL, "late");

		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void breakerWhenATrialIsCancelledAtTheEndOfTheHalfOpenWaitStillHadOne() {
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = halfOpen(context);
		Permit trial = breaker.acquire(CALL);

		context.ticker().advance(breaker.config().maxWaitDurationInHalfOpenState());
		trial.cancelled(CALL);

		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
		assertThat(context.events().transitions()).last().isEqualTo("payment: HALF_OPEN -> OPEN (HALF_OPEN_WAIT_OVER)");
	}

	@Test
	void breakerWhenSomeTrialsEndedBeforeTheHalfOpenWaitWaitsLongerThanBefore() {
		TestContext context = new TestContext();
		CircuitBreakerConfig config = CircuitBreakerConfig.builder()
			.initialState(CircuitState.OPEN)
			.waitDurationInOpenState(Duration.ofSeconds(1))
			.waitDurationMultiplier(2)
			.permittedNumberOfCallsInHalfOpenState(2)
			.build();
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment", config, context.policyContext());
		context.ticker().advance(Duration.ofSeconds(1));
		breaker.acquire(CALL).success(CALL, "done");
		breaker.acquire(CALL);

		context.ticker().advance(config.maxWaitDurationInHalfOpenState());

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(context.events().transitions()).last().isEqualTo("payment: HALF_OPEN -> OPEN (HALF_OPEN_WAIT_OVER)");
	}

	private static CircuitState stateAfterLateTrial(boolean looked) {
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = halfOpen(context);
		Permit trial = breaker.acquire(CALL);
		context.ticker().advance(Duration.ofSeconds(33));
		if (looked) {
			breaker.state();
		}
		trial.success(CALL, "late");
		return breaker.state();
	}

	private static CircuitBreakerPolicy halfOpen(TestContext context) {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(1).build(),
				context.policyContext());
		breaker.transitionTo(CircuitState.HALF_OPEN);
		return breaker;
	}

}
