package dev.resilience;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.fallback.Rung;
import dev.resilience.ratelimiter.RateLimiterConfig;
import dev.resilience.ratelimiter.RateLimiterPolicy;
import dev.resilience.retry.Backoff;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worked cases of the contract, each under its number; case 20 is in
 * {@code AgreementTests}.
 */
class WorkedCasesTests {

	private final TestContext context = new TestContext();

	@Test
	void case01BreakerWhenTheFifthFailureCompletesTheMinimumOpens() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(10).minimumNumberOfCalls(5).failureRateThreshold(50));
		Pipeline pipeline = Pipeline.of(breaker);

		Calls.run(pipeline, "FFFF");
		CircuitState before = breaker.state();
		Double rateBefore = breaker.snapshot().failureRate();
		Calls.fail(pipeline);

		assertThat(before).isEqualTo(CircuitState.CLOSED);
		assertThat(rateBefore).isNull();
		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
		assertThat(breaker.snapshot().failureRate()).isEqualTo(100);
	}

	@Test
	void case02BreakerWhenASuccessCompletesTheMinimumOpens() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(4).minimumNumberOfCalls(4).failureRateThreshold(50));

		Calls.run(Pipeline.of(breaker), "FFSS");

		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
		assertThat(this.context.events().events()).containsExactly("payment: CLOSED -> OPEN (FAILURE_RATE)");
	}

	@Test
	void case03BreakerWhenTheOpenWaitEndsAdmitsFromThatInstantOn() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.waitDurationInOpenState(Duration.ofMillis(1000)));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.OPEN);

		this.context.ticker().advanceMillis(999);
		boolean before = Calls.isAdmitted(pipeline);
		this.context.ticker().advanceMillis(1);
		boolean after = Calls.isAdmitted(pipeline);

		assertThat(before).isFalse();
		assertThat(after).isTrue();
	}

	@Test
	void case04BreakerWhenThreadsRaceAtTheEndOfTheWaitRunsOnlyThePermittedTrials() throws Exception {
		for (int round = 0; round < 200; round++) {
			TestContext context = new TestContext();
			CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
					CircuitBreakerConfig.builder()
						.permittedNumberOfCallsInHalfOpenState(3)
						.initialState(CircuitState.OPEN)
						.build(),
					context.policyContext());
			Pipeline pipeline = Pipeline.of(breaker);
			context.ticker().advance(Duration.ofSeconds(10));
			AtomicInteger running = new AtomicInteger();
			CountDownLatch decided = new CountDownLatch(8);

			List<Boolean> admitted = Parallel.call(8, (index) -> {
				try {
					return Calls.call(pipeline, () -> {
						running.incrementAndGet();
						decided.countDown();
						decided.await(20, TimeUnit.SECONDS);
						return true;
					});
				}
				catch (CircuitBreakerOpenException ex) {
					decided.countDown();
					return false;
				}
			});

			assertThat(running).hasValue(3);
			assertThat(admitted).filteredOn((one) -> one).hasSize(3);
			assertThat(context.events().transitions()).containsExactly("payment: OPEN -> HALF_OPEN (OPEN_WAIT_OVER)",
					"payment: HALF_OPEN -> CLOSED (TRIAL_SUCCEEDED)");
		}
	}

	@Test
	void case05BreakerWhenHalfOfTheTrialsFailedOpensAtOnce() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.permittedNumberOfCallsInHalfOpenState(10).failureRateThreshold(50));
		breaker.transitionTo(CircuitState.HALF_OPEN);

		Calls.run(Pipeline.of(breaker), "FFFF");
		CircuitState afterFour = breaker.state();
		Calls.fail(Pipeline.of(breaker));

		assertThat(afterFour).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void case06BreakerWhenTheOnlyTrialThrowsAnErrorOpensAndCanTryAgain() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.HALF_OPEN);
		AssertionError error = new AssertionError("broken");

		Throwable failure = Calls.failureOf(pipeline, error);
		CircuitState after = breaker.state();
		this.context.ticker().advance(Duration.ofSeconds(10));

		assertThat(failure).isSameAs(error);
		assertThat(after).isEqualTo(CircuitState.OPEN);
		assertThat(Calls.isAdmitted(pipeline)).isTrue();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void case06BreakerWhenThePredicateOfTheOnlyTrialThrowsGivesTheCallerTheResult() throws Exception {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.permittedNumberOfCallsInHalfOpenState(1).recordResultPredicate((result) -> {
					throw new IllegalStateException("predicate");
				}));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.HALF_OPEN);

		try (CapturedLog log = new CapturedLog(CircuitBreakerPolicy.class)) {
			String result = Calls.call(pipeline, () -> "result");
			CircuitState after = breaker.state();
			this.context.ticker().advance(Duration.ofSeconds(10));

			assertThat(result).isEqualTo("result");
			assertThat(after).isEqualTo(CircuitState.OPEN);
			assertThat(Calls.isAdmitted(pipeline)).isTrue();
			assertThat(log.messages()).hasSize(2);
		}
	}

	@ParameterizedTest
	@MethodSource("cancellations")
	void case06BreakerWhenTheOnlyTrialIsCancelledAdmitsAnother(Exception cancellation) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.HALF_OPEN);

		for (int i = 0; i < 10; i++) {
			assertThat(Calls.failureOf(pipeline, cancellation)).isSameAs(cancellation);
			assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
		}

		assertThat(Calls.isAdmitted(pipeline)).isTrue();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	static Stream<Exception> cancellations() {
		return Stream.of(new CancellationException("cancelled"), new InterruptedException("interrupted"));
	}

	@Test
	void case07BreakerWhenCallsOfTheClosedStateEndInHalfOpenStaysHalfOpen() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(2));
		Pipeline pipeline = Pipeline.of(breaker);
		HeldCall firstOld = HeldCall.entered(pipeline);
		HeldCall secondOld = HeldCall.entered(pipeline);
		breaker.transitionTo(CircuitState.OPEN);
		this.context.ticker().advance(Duration.ofSeconds(10));
		HeldCall trial = HeldCall.entered(pipeline);

		firstOld.succeed();
		secondOld.succeed();

		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(breaker.snapshot().bufferedCalls()).isZero();
		trial.succeed();
		assertThat(breaker.snapshot().bufferedCalls()).isOne();
	}

	@Test
	void case08BreakerWhenTheTrialNeverReturnsOpensOnceAndGoesOn() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1)
			.maxWaitDurationInHalfOpenState(Duration.ofSeconds(30)));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.HALF_OPEN);
		HeldCall lost = HeldCall.entered(pipeline);
		this.context.events().events().clear();

		this.context.ticker().advance(Duration.ofSeconds(30).minusNanos(1));
		CircuitState before = breaker.state();
		this.context.ticker().advance(Duration.ofNanos(1));
		CircuitState after = breaker.state();
		List<String> transitions = List.copyOf(this.context.events().transitions());
		this.context.ticker().advance(Duration.ofSeconds(10));
		HeldCall next = HeldCall.entered(pipeline);
		lost.fail(new IOException("late"));

		assertThat(before).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(after).isEqualTo(CircuitState.OPEN);
		assertThat(transitions).containsExactly("payment: HALF_OPEN -> OPEN (HALF_OPEN_WAIT_OVER)");
		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
		next.succeed();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(breaker.snapshot().bufferedCalls()).isZero();
	}

	@Test
	void case09BreakerWhenItKeepsReopeningWaitsLongerUpToTheCapAndStartsAgainAfterClosed() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(1)
			.permittedNumberOfCallsInHalfOpenState(1)
			.waitDurationInOpenState(Duration.ofSeconds(1))
			.waitDurationMultiplier(2)
			.maxWaitDurationInOpenState(Duration.ofSeconds(5)));
		Pipeline pipeline = Pipeline.of(breaker);
		List<Duration> waits = new ArrayList<>();

		for (int i = 0; i < 5; i++) {
			Calls.fail(pipeline);
			Duration wait = breaker.snapshot().retryAfter();
			waits.add(wait);
			this.context.ticker().advance(wait);
		}
		Calls.run(pipeline, "SF");
		waits.add(breaker.snapshot().retryAfter());

		assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
				Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1));
	}

	@Test
	void case10BreakerWhenForcedOpenIgnoresThePendingAutomaticTransition() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.automaticTransitionFromOpenToHalfOpenEnabled(true).initialState(CircuitState.OPEN));

		breaker.transitionTo(CircuitState.FORCED_OPEN);
		this.context.ticker().advance(Duration.ofDays(1));

		assertThat(breaker.state()).isEqualTo(CircuitState.FORCED_OPEN);
		assertThat(Calls.isAdmitted(Pipeline.of(breaker))).isFalse();
		assertThat(breaker.state()).isEqualTo(CircuitState.FORCED_OPEN);
	}

	@Test
	void case11RetryAroundABreakerWhenItOpensEndsWithTheRejection() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(4).minimumNumberOfCalls(4).failureRateThreshold(75));
		RetryPolicy retry = retry((config) -> config.maxAttempts(7));
		AtomicInteger calls = new AtomicInteger();

		Throwable failure = Calls.failureOf(Pipeline.of(retry, breaker), () -> {
			calls.incrementAndGet();
			throw new IOException("call " + calls);
		});

		assertThat(calls).hasValue(4);
		assertThat(failure).isInstanceOf(CircuitBreakerOpenException.class);
		assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
			.containsExactly("call 1", "call 2", "call 3", "call 4");
	}

	@Test
	void case12RetryAroundABulkheadWhenItWaitsHoldsNoPlace() {
		List<Integer> takenWhileWaiting = new ArrayList<>();
		List<BulkheadPolicy> bulkheads = new ArrayList<>();
		Ticker ticker = new Ticker() {

			@Override
			public long nanoTime() {
				return 0;
			}

			@Override
			public void sleep(long nanos) {
				takenWhileWaiting.add(bulkheads.get(0).snapshot().concurrentCalls());
			}

		};
		PolicyContext context = new PolicyContext(ticker, this.context.clock(), () -> 0.5, this.context.events());
		bulkheads.add(new BulkheadPolicy("payment", new BulkheadConfig(1, Duration.ZERO), context));
		RetryPolicy retry = new RetryPolicy("payment", RetryConfig.builder().build(), context);

		Calls.fail(Pipeline.of(retry, bulkheads.get(0)));

		assertThat(takenWhileWaiting).containsExactly(0, 0);
	}

	@Test
	void case13BulkheadWhenWaitersTimedOutHasEveryPlaceBack() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(3, Duration.ofMillis(5));
		Pipeline pipeline = Pipeline.of(bulkhead);
		List<HeldCall> holders = List.of(HeldCall.entered(pipeline), HeldCall.entered(pipeline),
				HeldCall.entered(pipeline));

		List<Throwable> waiters = Parallel.call(3, (index) -> Calls.failureOf(pipeline, () -> "done"));
		for (HeldCall holder : holders) {
			holder.succeed();
		}

		assertThat(waiters).allMatch(BulkheadFullException.class::isInstance);
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
		assertThat(HeldCall.entered(pipeline).hasEntered()).isTrue();
		assertThat(HeldCall.entered(pipeline).hasEntered()).isTrue();
		assertThat(HeldCall.entered(pipeline).hasEntered()).isTrue();
	}

	@Test
	void case14BulkheadWhenShrunkWhileFullAdmitsOnceFewerRunThanAllowed() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(2, Duration.ZERO);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall first = HeldCall.entered(pipeline);
		HeldCall second = HeldCall.entered(pipeline);

		bulkhead.reconfigure(new BulkheadConfig(1, Duration.ZERO));
		boolean whileTwoRun = Calls.isAdmitted(pipeline);
		first.succeed();
		boolean whileOneRuns = Calls.isAdmitted(pipeline);
		second.succeed();
		boolean whileNoneRuns = Calls.isAdmitted(pipeline);

		assertThat(whileTwoRun).isFalse();
		assertThat(whileOneRuns).isFalse();
		assertThat(whileNoneRuns).isTrue();
	}

	@Test
	void case15RetryWhenExponentialWaitsTwiceAsLongEachTimeUpToTheCap() {
		RetryPolicy retry = retry((config) -> config.backoff(Backoff.EXPONENTIAL)
			.waitDuration(Duration.ofMillis(100))
			.multiplier(2)
			.maxWaitDuration(Duration.ofSeconds(1))
			.maxAttempts(6));

		Calls.fail(Pipeline.of(retry));

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200),
				Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofMillis(1000));
	}

	@Test
	void case16RetryWhenInterruptedDuringItsWaitEndsAtOnceWithTheLastException() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		PolicyListener listener = new PolicyListener() {

			@Override
			public void onRetry(String instance, int number, long delayNanos, @Nullable Throwable failure) {
				waiting.countDown();
			}

		};
		RetryPolicy retry = new RetryPolicy("payment",
				RetryConfig.builder().backoff(Backoff.CONSTANT).waitDuration(Duration.ofDays(1)).build(),
				PolicyContext.system(listener));
		HeldCall call = HeldCall.entered(Pipeline.of(retry));
		IOException last = new IOException("last");

		call.end(last);
		waiting.await(20, TimeUnit.SECONDS);
		call.interrupt();

		assertThat(call.failure()).isSameAs(last);
		assertThat(call.wasInterruptedAtEnd()).isTrue();
		assertThat(call.entries()).isOne();
		assertThat(retry.snapshot().failedWithoutRetry()).isOne();
	}

	@Test
	void case17LimiterWhenTenCallsComeJustBeforeTheEndOfASecondAndTenAtItsEndGrantsTenOfThem() {
		RateLimiterPolicy limiter = new RateLimiterPolicy("payment",
				new RateLimiterConfig(10, Duration.ofSeconds(1), Duration.ZERO), this.context.policyContext());
		Pipeline pipeline = Pipeline.of(limiter);

		this.context.ticker().advanceMillis(999);
		long before = Stream.generate(() -> Calls.isAdmitted(pipeline))
			.limit(10)
			.filter((admitted) -> admitted)
			.count();
		this.context.ticker().advanceMillis(1);
		long after = Stream.generate(() -> Calls.isAdmitted(pipeline)).limit(10).filter((admitted) -> admitted).count();
		Throwable rejection = Calls.failureOf(pipeline, () -> "done");

		assertThat(before).isEqualTo(10);
		assertThat(after).isZero();
		assertThat(rejection).isInstanceOfSatisfying(RateLimitExceededException.class,
				(ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(99)));
	}

	@Test
	void case18FallbackAroundRetryAndBreakerWhenAllFailsRunsOnce() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(10));
		RetryPolicy retry = retry((config) -> config.maxAttempts(3));
		TestRung rung = TestRung.answering("queue", "queued");
		FallbackPolicy fallback = new FallbackPolicy("payment", this.context.policyContext());

		Object answer = Calls.call(Pipeline.of(fallback.ladder(on(rung)), retry, breaker), () -> {
			throw new IOException("down");
		});

		assertThat(answer).isEqualTo("queued");
		assertThat(rung.answered()).hasSize(1);
		assertThat(breaker.snapshot().failedCalls()).isEqualTo(3);
		assertThat(fallback.snapshot().succeeded()).isOne();
	}

	@Test
	void case19FallbackWhenARungDoesNotTakeTheExceptionTriesTheNext() throws Exception {
		TestRung specific = TestRung.answering("io", "from io").accepting(IOException.class);
		TestRung general = TestRung.answering("any", "from any");
		Pipeline pipeline = Pipeline
			.of(new FallbackPolicy("payment", this.context.policyContext()).ladder(on(specific, general)));

		Object forFile = Calls.call(pipeline, () -> {
			throw new FileNotFoundException();
		});
		Object forState = Calls.call(pipeline, () -> {
			throw new IllegalStateException();
		});

		assertThat(forFile).isEqualTo("from io");
		assertThat(forState).isEqualTo("from any");
	}

	private CircuitBreakerPolicy breaker(UnaryOperator<CircuitBreakerConfig.Builder> config) {
		return new CircuitBreakerPolicy("payment", config.apply(CircuitBreakerConfig.builder()).build(),
				this.context.policyContext());
	}

	private RetryPolicy retry(UnaryOperator<RetryConfig.Builder> config) {
		return new RetryPolicy("payment", config.apply(RetryConfig.builder()).build(), this.context.policyContext());
	}

	private BulkheadPolicy bulkhead(int calls, Duration wait) {
		return new BulkheadPolicy("payment", new BulkheadConfig(calls, wait), this.context.policyContext());
	}

	private static FallbackConfig on(Rung... rungs) {
		return new FallbackConfig(List.of(rungs), List.of(Exception.class), List.of());
	}

}
