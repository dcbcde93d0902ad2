package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.TransitionCause;
import dev.resilience.internal.Permit;
import dev.resilience.testing.Calls;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Measures;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

class CircuitBreakerConcurrencyTests {

	private static final int THREADS = 8;

	private static final int ROUNDS = 200;

	@Test
	void breakerWhenThreadsFailTogetherOpensOnce() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder().slidingWindowSize(10).minimumNumberOfCalls(THREADS).build(),
					context.policyContext());
			List<Permit> permits = permits(breaker, THREADS);

			Parallel.run(THREADS, (index) -> permits.get(index).failure(CALL, new IOException()));

			assertThat(context.events().events()).containsExactly("payment: CLOSED -> OPEN (FAILURE_RATE)");
			assertThat(breaker.snapshot().failedCalls()).isEqualTo(THREADS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void breakerWhenTrialsEndTogetherDecidesOnce(boolean failing) throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(THREADS).build(),
					context.policyContext());
			breaker.transitionTo(CircuitState.HALF_OPEN);
			List<Permit> permits = permits(breaker, THREADS);
			context.events().events().clear();

			Parallel.run(THREADS, (index) -> {
				if (failing) {
					permits.get(index).failure(CALL, new IOException());
				}
				else {
					permits.get(index).success(CALL, "done");
				}
			});

			assertThat(context.events().events()).containsExactly(failing ? "payment: HALF_OPEN -> OPEN (FAILURE_RATE)"
					: "payment: HALF_OPEN -> CLOSED (TRIAL_SUCCEEDED)");
			assertThat(breaker.state()).isEqualTo(failing ? CircuitState.OPEN : CircuitState.CLOSED);
		}
	}

	@Test
	void breakerWhenThreadsLookAtTheEndOfTheWaitsMakesEachTransitionOnce() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder()
						.automaticTransitionFromOpenToHalfOpenEnabled(true)
						.initialState(CircuitState.OPEN)
						.build(),
					context.policyContext());

			context.ticker().advance(Duration.ofSeconds(10));
			List<CircuitState> first = Parallel.call(THREADS, (index) -> breaker.state());
			context.ticker().advance(Duration.ofSeconds(30));
			List<CircuitState> second = Parallel.call(THREADS, (index) -> breaker.snapshot().state());

			assertThat(first).containsOnly(CircuitState.HALF_OPEN);
			assertThat(second).containsOnly(CircuitState.OPEN);
			assertThat(context.events().events()).containsExactly("payment: OPEN -> HALF_OPEN (OPEN_WAIT_OVER)",
					"payment: HALF_OPEN -> OPEN (NO_TRIAL_CALL)");
		}
	}

	@Test
	void breakerWhenLateOutcomesRaceWithTheTrialLetsOnlyTheTrialDecide() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(1).build(),
					context.policyContext());
			List<Permit> late = permits(breaker, THREADS - 1);
			breaker.transitionTo(CircuitState.OPEN);
			breaker.transitionTo(CircuitState.HALF_OPEN);
			Permit trial = breaker.acquire(CALL);

			Parallel.run(THREADS, (index) -> {
				if (index == 0) {
					trial.success(CALL, "done");
				}
				else {
					late.get(index - 1).failure(CALL, new IOException());
				}
			});

			assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
			assertThat(breaker.snapshot().bufferedCalls()).isZero();
			assertThat(Measures.value(breaker, "resilience.circuitbreaker.calls", "kind", "failed"))
				.isEqualTo(THREADS - 1);
		}
	}

	@Test
	void breakerWhenItIsResetWhileCallsEndCountsNoneOfThem() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder().slidingWindowSize(4).build(), context.policyContext());
			List<Permit> early = permits(breaker, THREADS - 1);

			Parallel.run(THREADS, (index) -> {
				if (index == 0) {
					breaker.reset();
				}
				else {
					early.get(index - 1).failure(CALL, new IOException());
				}
			});

			assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
			assertThat(breaker.snapshot().bufferedCalls()).isZero();
			assertThat(context.events().transitions()).hasSizeBetween(0, 2);
		}
	}

	@Test
	void breakerWhenTrialsAreTakenAndGivenBackNeverRunsMoreThanPermitted() throws Exception {
		int permitted = 3;
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(permitted).build(),
				context.policyContext());
		breaker.transitionTo(CircuitState.HALF_OPEN);
		Pipeline pipeline = Pipeline.of(breaker);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		LongAdder admitted = new LongAdder();

		Parallel.run(THREADS, (index) -> {
			for (int i = 0; i < 20_000; i++) {
				Calls.failureOf(pipeline, () -> {
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					admitted.increment();
					Thread.yield();
					running.decrementAndGet();
					throw new CancellationException();
				});
			}
		});

		assertThat(most.get()).isLessThanOrEqualTo(permitted);
		assertThat(admitted.sum()).isPositive();
		assertThat(permits(breaker, permitted)).as("every permit is back").hasSize(permitted);
		assertThat(Calls.isAdmitted(pipeline)).isFalse();
	}

	@Test
	void breakerWhenEverythingHappensAtOnceTellsEachTransitionOnce() throws Exception {
		for (int round = 0; round < 20; round++) {
			long seed = round;
			ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 1_000_000_000L);
			TransitionCounter counter = new TransitionCounter();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder()
						.slidingWindowSize(5)
						.minimumNumberOfCalls(2)
						.permittedNumberOfCallsInHalfOpenState(2)
						.waitDurationInOpenState(Duration.ofMillis(2))
						.maxWaitDurationInHalfOpenState(Duration.ofMillis(3))
						.slowCallDurationThreshold(Duration.ofMillis(1))
						.automaticTransitionFromOpenToHalfOpenEnabled(round % 2 == 0)
						.build(),
					new PolicyContext(ticker, new TestContext().clock(), () -> 0.5, counter));
			LongAdder asked = new LongAdder();

			Parallel.run(THREADS, (index) -> everything(breaker, ticker, asked, new Random(1000 * seed + index)));

			CircuitState last = breaker.state();
			for (CircuitState state : CircuitState.values()) {
				int entered = counter.entered(state) + ((state == CircuitState.CLOSED) ? 1 : 0);
				assertThat(entered - counter.left(state)).as("seed %d, %s", seed, state)
					.isEqualTo((state == last) ? 1 : 0);
			}
			assertThat(counter.unlawful()).as("seed %d", seed).isEmpty();
			double counted = 0;
			for (String kind : List.of("successful", "failed", "ignored", "not_permitted")) {
				counted += Measures.value(breaker, "resilience.circuitbreaker.calls", "kind", kind);
			}
			assertThat(counted).as("seed %d", seed).isEqualTo(asked.sum());
			breaker.reset();
			breaker.transitionTo(CircuitState.HALF_OPEN);
			assertThat(permits(breaker, 2)).hasSize(2);
		}
	}

	private static void everything(CircuitBreakerPolicy breaker, ManualTicker ticker, LongAdder asked, Random random) {
		CircuitState[] states = CircuitState.values();
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < 1500; i++) {
			int dice = random.nextInt(1000);
			if (dice < 3) {
				breaker.reset();
			}
			else if (dice < 15) {
				breaker.transitionTo(states[random.nextInt(states.length)]);
			}
			else if (dice < 100) {
				ticker.advance(Duration.ofNanos(random.nextInt(2_000_000)));
			}
			else if (dice < 150) {
				CircuitBreakerSnapshot snapshot = breaker.snapshot();
				assertThat(snapshot.failedCalls()).isBetween(0, snapshot.bufferedCalls());
				assertThat(snapshot.slowCalls()).isNotNegative();
			}
			else if (dice < 600) {
				asked.increment();
				Permit permit = tryAcquire(breaker);
				if (permit != null) {
					permits.add(permit);
				}
			}
			else if (!permits.isEmpty()) {
				finish(permits.remove(random.nextInt(permits.size())), random);
			}
		}
		permits.forEach((permit) -> finish(permit, random));
	}

	private static void finish(Permit permit, Random random) {
		switch (random.nextInt(3)) {
			case 0 -> permit.success(CALL, "done");
			case 1 -> permit.failure(CALL, new IOException());
			default -> permit.cancelled(CALL);
		}
	}

	private static @Nullable Permit tryAcquire(CircuitBreakerPolicy breaker) {
		try {
			return breaker.acquire(CALL);
		}
		catch (CircuitBreakerOpenException ex) {
			return null;
		}
	}

	private static List<Permit> permits(CircuitBreakerPolicy breaker, int number) {
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			permits.add(breaker.acquire(CALL));
		}
		return permits;
	}

	/**
	 * Counts how often each state was entered and left.
	 */
	private static final class TransitionCounter implements PolicyListener {

		private final Map<CircuitState, AtomicInteger> entered = new EnumMap<>(CircuitState.class);

		private final Map<CircuitState, AtomicInteger> left = new EnumMap<>(CircuitState.class);

		private final List<String> unlawful = new CopyOnWriteArrayList<>();

		TransitionCounter() {
			for (CircuitState state : CircuitState.values()) {
				this.entered.put(state, new AtomicInteger());
				this.left.put(state, new AtomicInteger());
			}
		}

		@Override
		public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
			this.left.get(from).incrementAndGet();
			this.entered.get(to).incrementAndGet();
			boolean lawful = switch (cause) {
				case FAILURE_RATE, SLOW_CALL_RATE, CONSECUTIVE_FAILURES ->
					(from == CircuitState.CLOSED || from == CircuitState.HALF_OPEN) && to == CircuitState.OPEN;
				case OPEN_WAIT_OVER -> from == CircuitState.OPEN && to == CircuitState.HALF_OPEN;
				case TRIAL_SUCCEEDED -> from == CircuitState.HALF_OPEN && to == CircuitState.CLOSED;
				case HALF_OPEN_WAIT_OVER, NO_TRIAL_CALL -> from == CircuitState.HALF_OPEN && to == CircuitState.OPEN;
				case OPERATOR -> from != to;
				case RESET -> from != CircuitState.CLOSED && to == CircuitState.CLOSED;
			};
			if (!lawful) {
				this.unlawful.add(from + " -> " + to + " " + cause);
			}
		}

		int entered(CircuitState state) {
			return this.entered.get(state).get();
		}

		int left(CircuitState state) {
			return this.left.get(state).get();
		}

		List<String> unlawful() {
			return this.unlawful;
		}

	}

}
