package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.Ticker;
import dev.resilience.testing.Calls;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

class CircuitBreakerCornerTests {

	private final TestContext context = new TestContext();

	@Test
	void breakerWhenSlowCallsAreNotWatchedClosesAsSoonAsFailuresCanNoLongerReachTheirThreshold() {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder()
					.slowCallRateThreshold(20)
					.permittedNumberOfCallsInHalfOpenState(10)
					.build(),
				this.context.policyContext());
		breaker.transitionTo(CircuitState.HALF_OPEN);

		Calls.run(Pipeline.of(breaker), "SSSSSS");

		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void breakerWhenAnOperatorTriesAClosedCircuitOutAndItOpensWaitsTheFirstWait() {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder()
					.permittedNumberOfCallsInHalfOpenState(1)
					.waitDurationInOpenState(Duration.ofSeconds(1))
					.waitDurationMultiplier(2)
					.build(),
				this.context.policyContext());

		breaker.transitionTo(CircuitState.HALF_OPEN);
		Calls.fail(Pipeline.of(breaker));

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void trialWhenIgnoredAfterItsStateHasEndedMakesRoomForNobody() {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(1).build(),
				this.context.policyContext());
		breaker.transitionTo(CircuitState.HALF_OPEN);
		State halfOpen = (State) breaker.acquire(CALL);

		breaker.transitionTo(CircuitState.FORCED_OPEN);
		halfOpen.cancelled(CALL);

		assertThat(halfOpen.tryAcquire(this.context.ticker().nanoTime())).isFalse();
	}

	@Test
	void rejectionWhenTheWaitEndsWhileItIsMadeStillTellsAPositiveTime() {
		SteppingTicker ticker = new SteppingTicker(1);
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().waitDurationInOpenState(Duration.ofNanos(2)).build(),
				new PolicyContext(ticker, new ManualClock(), () -> 0.5, this.context.events()));
		breaker.transitionTo(CircuitState.OPEN);

		Throwable failure = Calls.failureOf(Pipeline.of(breaker), () -> "done");

		assertThat(failure).isInstanceOfSatisfying(CircuitBreakerOpenException.class,
				(ex) -> assertThat(ex.retryAfter()).isPositive());
	}

	@Test
	void breakerWhenItsWaitsAreShorterThanALookAtTheClockStillDecides() throws Exception {
		SteppingTicker ticker = new SteppingTicker(1);
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder()
					.waitDurationInOpenState(Duration.ofNanos(1))
					.maxWaitDurationInHalfOpenState(Duration.ofNanos(1))
					.build(),
				new PolicyContext(ticker, new ManualClock(), () -> 0.5, new PolicyListener() {
				}));
		breaker.transitionTo(CircuitState.OPEN);
		CompletableFuture<Boolean> decided = new CompletableFuture<>();
		Thread caller = new Thread(() -> decided.complete(Calls.isAdmitted(Pipeline.of(breaker))));
		caller.setDaemon(true);

		caller.start();

		try {
			assertThat(decided).succeedsWithin(2, TimeUnit.SECONDS);
		}
		finally {
			ticker.stop();
			caller.join(20_000);
		}
	}

	/**
	 * A time that moves on by each look at it.
	 */
	private static final class SteppingTicker implements Ticker {

		private final AtomicLong nanos = new AtomicLong();

		private volatile long step;

		SteppingTicker(long step) {
			this.step = step;
		}

		void stop() {
			this.step = 0;
		}

		@Override
		public long nanoTime() {
			return this.nanos.addAndGet(this.step);
		}

		@Override
		public void sleep(long nanos) {
			throw new AssertionError("nobody waits");
		}

	}

}
