package dev.resilience.ratelimiter;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.ThreadMXBean;
import dev.resilience.AbstractInvocation;
import dev.resilience.CircuitState;
import dev.resilience.Invocation;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.RateLimitExceededException;
import dev.resilience.Ticker;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Measures;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.RecordingListener;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.ThrowingListener;
import dev.resilience.testing.WaitingTicker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateLimiterPolicyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofDays(365 * 300);

	private static final String CALLS = "resilience.ratelimiter.calls";

	private static final String AVAILABLE = "resilience.ratelimiter.available.permissions";

	private final TestContext context = new TestContext();

	private final WaitingTicker waitingTicker = new WaitingTicker();

	private final RecordingListener events = new RecordingListener();

	@Test
	void limiterWhenNewIsFull() {
		RateLimiterPolicy limiter = limiter(10, SECOND, Duration.ZERO);

		assertThat(limiter.type()).isEqualTo(PolicyType.RATE_LIMITER);
		assertThat(limiter.instance()).isEqualTo("payment");
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(10, 10, 0, 0));
	}

	@Test
	void limiterWhenItsPermitsAreTakenRejectsAtOnceAndSaysWhenTheNextOneComes() {
		RateLimiterPolicy limiter = limiter(10, SECOND, Duration.ZERO);
		Pipeline pipeline = Pipeline.of(limiter);

		int admitted = admitted(pipeline, 10);
		Throwable failure = Calls.failureOf(pipeline, () -> "done");

		assertThat(admitted).isEqualTo(10);
		assertThat(failure).isInstanceOf(RateLimitExceededException.class)
			.hasMessage("Rate limiter 'payment' has no permit left (retry after 0.1s)");
		assertThat(((RateLimitExceededException) failure).retryAfter()).isEqualTo(Duration.ofMillis(100));
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(10, 0, 0, 1));
		assertThat(this.context.events().events()).containsExactly("payment: rejected by rate-limiter");
		assertThat(this.context.ticker().sleeps()).isEmpty();
		assertThat(Measures.value(limiter, CALLS, "kind", "permitted")).isEqualTo(10);
		assertThat(Measures.value(limiter, CALLS, "kind", "rejected")).isOne();
	}

	@Test
	void limiterWhenTimePassesRefillsEvenlyAndNotAtTheEdgeOfAPeriod() {
		Pipeline pipeline = Pipeline.of(limiter(10, SECOND, Duration.ZERO));
		admitted(pipeline, 10);

		List<Integer> everyQuarter = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			this.context.ticker().advanceMillis(250);
			everyQuarter.add(admitted(pipeline, 10));
		}

		assertThat(everyQuarter).containsExactly(2, 3, 2, 3, 2, 3, 2, 3);
	}

	@Test
	void limiterWhenAPermitComesBackAdmitsFromThatInstantOn() {
		Pipeline pipeline = Pipeline.of(limiter(10, SECOND, Duration.ZERO));
		admitted(pipeline, 10);

		this.context.ticker().advance(Duration.ofNanos(99_999_999));
		boolean before = Calls.isAdmitted(pipeline);
		this.context.ticker().advance(Duration.ofNanos(1));

		assertThat(before).isFalse();
		assertThat(Calls.isAdmitted(pipeline)).isTrue();
		assertThat(Calls.isAdmitted(pipeline)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 50, 60, 999, 999_999, 1_000_000_007, Integer.MAX_VALUE })
	void limiterWhenAPeriodPassesHasExactlyItsLimitAgain(int limit) {
		RateLimiterPolicy limiter = limiter(limit, SECOND, Duration.ZERO);
		Pipeline all = Pipeline.of(limiter.layer(limit));

		for (int i = 0; i < 20; i++) {
			assertThat(Calls.isAdmitted(all)).isTrue();
			this.context.ticker().advance(Duration.ofNanos(999_999_999));
			assertThat(limiter.snapshot().availablePermissions())
				.isEqualTo((int) (limit * 999_999_999L / 1_000_000_000));
			assertThat(Calls.isAdmitted(all)).isFalse();
			this.context.ticker().advance(Duration.ofNanos(1));
			assertThat(limiter.snapshot().availablePermissions()).isEqualTo(limit);
		}
	}

	@Test
	void limiterWhenIdleForLongIsFullAndNoFuller() {
		RateLimiterPolicy limiter = limiter(999_983, SECOND, Duration.ofSeconds(10));
		Pipeline all = Pipeline.of(limiter.layer(999_983));

		for (Duration idle : List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(365 * 100), SECOND)) {
			this.context.ticker().advance(idle);
			assertThat(limiter.snapshot().availablePermissions()).isEqualTo(999_983);
			assertThat(Calls.isAdmitted(all)).isTrue();
			assertThat(limiter.snapshot().availablePermissions()).isZero();
		}
		assertThat(this.context.ticker().sleeps()).isEmpty();
	}

	@Test
	void limiterWhenBusyForLongNeverLosesCount() {
		RateLimiterPolicy limiter = limiter(Integer.MAX_VALUE, SECOND, Duration.ZERO);
		Pipeline all = Pipeline.of(limiter.layer(Integer.MAX_VALUE));

		for (int i = 0; i < 100; i++) {
			assertThat(Calls.isAdmitted(all)).isTrue();
			this.context.ticker().advanceMillis(600);
			assertThat(limiter.snapshot().availablePermissions()).isEqualTo((int) (Integer.MAX_VALUE * 0.6));
			assertThat(Calls.isAdmitted(all)).isFalse();
			this.context.ticker().advanceMillis(400);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 500_000_000, Long.MIN_VALUE, -500_000_000 })
	void limiterWhenTheTickerOverflowsGoesOn(long origin) {
		ManualTicker ticker = new ManualTicker(origin);
		RateLimiterPolicy limiter = new RateLimiterPolicy("payment", new RateLimiterConfig(10, SECOND, Duration.ZERO),
				new TestContext(ticker).policyContext());
		Pipeline pipeline = Pipeline.of(limiter);

		int burst = admitted(pipeline, 11);
		List<Integer> later = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			ticker.advanceMillis(300);
			later.add(admitted(pipeline, 10));
		}

		assertThat(burst).isEqualTo(10);
		assertThat(later).containsExactly(3, 3, 3, 3);
	}

	@Test
	void limiterWhenThePeriodIsThreeHundredYearsGivesItsBurstAndThenNothing() {
		RateLimiterPolicy limiter = limiter(2, LONG, Duration.ZERO);
		Pipeline pipeline = Pipeline.of(limiter);

		int burst = admitted(pipeline, 3);
		this.context.ticker().advance(Duration.ofDays(365 * 100));
		int after100Years = admitted(pipeline, 1);
		this.context.ticker().advance(Duration.ofDays(365 * 47));
		int after147Years = admitted(pipeline, 2);

		assertThat(burst).isEqualTo(2);
		assertThat(after100Years).isZero();
		assertThat(after147Years).isOne();
	}

	@Test
	void limiterWhenPeriodLimitAndWaitAreHugeDoesNoHarm() {
		RateLimiterPolicy limiter = limiter(Integer.MAX_VALUE, LONG.dividedBy(2), LONG);
		Pipeline all = Pipeline.of(limiter.layer(Integer.MAX_VALUE));
		Invocation invocation = () -> "done";

		assertThat(limiter.decide(Integer.MAX_VALUE, invocation)).isEqualTo(Decision.ADMITTED);
		assertThat(limiter.decide(Integer.MAX_VALUE, invocation)).isInstanceOfSatisfying(Decision.Reserved.class,
				(reserved) -> assertThat(Duration.ofNanos(reserved.waitNanos())).isBetween(LONG.dividedBy(2),
						LONG.dividedBy(2).plusSeconds(60)));
		assertThat(limiter.decide(Integer.MAX_VALUE, invocation)).isInstanceOf(Decision.Rejected.class);
		assertThat(Calls.failureOf(all, () -> "done")).isInstanceOf(RateLimitExceededException.class);
		assertThat(limiter.snapshot().availablePermissions()).isZero();
	}

	@Test
	void callWhenPeriodAndWaitAreThreeHundredYearsWaitsForThePermit() {
		RateLimiterPolicy limiter = limiter(1, LONG, LONG);

		limiter.decide(1, Calls.CALL);
		Decision second = limiter.decide(1, Calls.CALL);
		Decision third = limiter.decide(1, Calls.CALL);

		assertThat(second).isInstanceOfSatisfying(Decision.Reserved.class,
				(reserved) -> assertThat(reserved.waitNanos()).isEqualTo(Long.MAX_VALUE));
		assertThat(third).isEqualTo(new Decision.Rejected(Long.MAX_VALUE));
	}

	@Test
	void limiterWhenThePeriodIsOneNanosecondLetsEverythingThrough() {
		Pipeline pipeline = Pipeline.of(limiter(1, Duration.ofNanos(1), Duration.ofNanos(1)));

		assertThat(admitted(pipeline, 5)).isEqualTo(5);
		assertThat(this.context.ticker().sleeps()).containsOnly(Duration.ofNanos(1));
	}

	@Test
	void callWhenItsPermitComesWithinTheWaitWaitsForIt() {
		RateLimiterPolicy limiter = limiter(10, SECOND, Duration.ofMillis(250));
		Pipeline pipeline = Pipeline.of(limiter);
		admitted(pipeline, 10);

		this.context.ticker().advanceMillis(30);
		boolean admitted = Calls.isAdmitted(pipeline);

		assertThat(admitted).isTrue();
		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(70));
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(10, 0, 0, 0));
		assertThat(Measures.value(limiter, CALLS, "kind", "permitted")).isEqualTo(11);
	}

	@Test
	void callWhenItsPermitComesExactlyAtTheEndOfTheWaitWaitsForIt() {
		Pipeline pipeline = Pipeline.of(limiter(10, SECOND, Duration.ofMillis(100)));
		admitted(pipeline, 10);

		assertThat(Calls.isAdmitted(pipeline)).isTrue();
	}

	@Test
	void callWhenItsPermitComesAfterTheWaitIsRejectedAtOnceAndTakesNothing() {
		Pipeline pipeline = Pipeline.of(limiter(10, SECOND, Duration.ofNanos(99_999_999)));
		admitted(pipeline, 10);

		for (int i = 0; i < 5; i++) {
			Throwable failure = Calls.failureOf(pipeline, () -> "done");
			assertThat(failure).isInstanceOfSatisfying(RateLimitExceededException.class,
					(ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(100)));
		}

		assertThat(this.context.ticker().sleeps()).isEmpty();
		this.context.ticker().advanceMillis(1);
		assertThat(Calls.isAdmitted(pipeline)).as("rejected ones took nothing").isTrue();
	}

	@Test
	void callWhenItHasWaitedIsGivenTheTimeOfNow() throws Throwable {
		ManualTicker ticker = this.context.ticker();
		Pipeline pipeline = Pipeline.of(limiter(1, SECOND, SECOND));
		AbstractInvocation invocation = new AbstractInvocation() {

			@Override
			public Object proceed() {
				return nanoTime(ticker);
			}

		};

		Object first = pipeline.invoke(invocation);
		Object second = pipeline.invoke(invocation);

		assertThat(first).isEqualTo(0L);
		assertThat(second).isEqualTo(1_000_000_000L);
	}

	@Test
	void callsWhenTheyWaitRunInTheirOrderOneAtATime() throws Exception {
		RateLimiterPolicy limiter = waitingLimiter(1, SECOND, LONG);
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);
		List<HeldCall> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiters.add(HeldCall.started(pipeline));
			awaitWaiting(limiter, i + 1);
		}

		for (int i = 0; i < 3; i++) {
			this.waitingTicker.advanceMillis(999);
			assertThat(waiters.get(i).hasEntered()).isFalse();
			this.waitingTicker.advanceMillis(1);
			waiters.get(i).awaitEntered();
			assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, 0, 2 - i, 0));
			waiters.get(i).succeed();
		}
	}

	@Test
	void waiterWhenInterruptedIsRejectedKeepsTheFlagAndGivesItsPermitBack() throws Exception {
		RateLimiterPolicy limiter = waitingLimiter(1, SECOND, SECOND);
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);
		HeldCall waiter = HeldCall.started(pipeline);
		awaitWaiting(limiter, 1);
		boolean full = !Calls.isAdmitted(pipeline);
		this.waitingTicker.advanceMillis(300);

		waiter.interrupt();
		Throwable failure = waiter.failure();
		HeldCall next = HeldCall.started(pipeline);
		awaitWaiting(limiter, 1);
		this.waitingTicker.advanceMillis(700);
		next.awaitEntered();

		assertThat(full).isTrue();
		assertThat(failure).isInstanceOf(RateLimitExceededException.class)
			.hasMessage("Rate limiter 'payment' has no permit left (interrupted while waiting, retry after 0.7s)");
		assertThat(((RateLimitExceededException) failure).retryAfter()).isEqualTo(Duration.ofMillis(700));
		assertThat(waiter.wasInterruptedAtEnd()).isTrue();
		assertThat(waiter.entries()).isZero();
		assertThat(this.events.events()).hasSize(2);
		next.succeed();
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, 0, 0, 2));
		assertThat(Measures.value(limiter, CALLS, "kind", "permitted")).isEqualTo(2);
	}

	@Test
	void waiterWhenInterruptedBeforeOthersLeavesItsPermitToTheNextAndNotTwiceToTheLast() throws Exception {
		RateLimiterPolicy limiter = waitingLimiter(1, SECOND, Duration.ofSeconds(2));
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);
		HeldCall first = HeldCall.started(pipeline);
		awaitWaiting(limiter, 1);
		HeldCall second = HeldCall.started(pipeline);
		awaitWaiting(limiter, 2);

		first.interrupt();
		first.failure();
		HeldCall third = HeldCall.started(pipeline);
		awaitWaiting(limiter, 2);
		this.waitingTicker.advanceMillis(1000);
		third.awaitEntered();
		boolean bothAtOnce = second.hasEntered();
		this.waitingTicker.advanceMillis(1000);
		second.awaitEntered();

		assertThat(bothAtOnce).isFalse();
		third.succeed();
		second.succeed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123", "3210", "1302", "2031" })
	void waitersWhenAllAreInterruptedInAnyOrderLeaveNothingBehind(String order) throws Exception {
		RateLimiterPolicy limiter = waitingLimiter(1, SECOND, Duration.ofSeconds(4));
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);
		List<HeldCall> waiters = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			waiters.add(HeldCall.started(pipeline));
			awaitWaiting(limiter, i + 1);
		}

		for (char number : order.toCharArray()) {
			waiters.get(number - '0').interrupt();
			waiters.get(number - '0').failure();
		}
		this.waitingTicker.advanceMillis(1000);

		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, 1, 0, 4));
		assertThat(limiter.decide(1, Calls.CALL)).isEqualTo(Decision.ADMITTED);
		assertThat(limiter.decide(1, Calls.CALL)).isInstanceOfSatisfying(Decision.Reserved.class,
				(reserved) -> assertThat(reserved.waitNanos()).isEqualTo(1_000_000_000));
	}

	@Test
	void callerWhenItComesInterruptedAndWouldHaveToWaitIsRejectedAndTakesNothing() {
		RateLimiterPolicy limiter = limiter(1, SECOND, SECOND);
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);

		Thread.currentThread().interrupt();
		Throwable failure = Calls.failureOf(pipeline, () -> "done");
		boolean interrupted = Thread.interrupted();

		assertThat(failure).isInstanceOf(RateLimitExceededException.class);
		assertThat(interrupted).isTrue();
		assertThat(Calls.isAdmitted(pipeline)).isTrue();
		assertThat(this.context.ticker().sleeps()).containsExactly(SECOND);
	}

	@Test
	void callerWhenItComesInterruptedAndAPermitIsThereIsLetIn() {
		Pipeline pipeline = Pipeline.of(limiter(1, SECOND, SECOND));

		Thread.currentThread().interrupt();
		boolean admitted = Calls.isAdmitted(pipeline);

		assertThat(Thread.interrupted()).isTrue();
		assertThat(admitted).isTrue();
	}

	@Test
	void waiterWhenTheTickerFailsGivesItsPermitBack() {
		ManualTicker time = new ManualTicker();
		Ticker broken = new Ticker() {

			@Override
			public long nanoTime() {
				return time.nanoTime();
			}

			@Override
			public void sleep(long nanos) {
				throw new IllegalStateException("broken");
			}

		};
		RateLimiterPolicy limiter = new RateLimiterPolicy("payment", new RateLimiterConfig(1, SECOND, SECOND),
				new PolicyContext(broken, new ManualClock(), () -> 0.5, this.events));
		Calls.succeed(Pipeline.of(limiter));

		Throwable failure = Calls.failureOf(Pipeline.of(limiter), () -> "done");
		time.advance(SECOND);

		assertThat(failure).hasMessage("broken");
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, 1, 0, 0));
	}

	@Test
	void callWhenItTakesSeveralPermitsWaitsForAllOfThem() {
		RateLimiterPolicy limiter = limiter(10, SECOND, SECOND);
		Pipeline one = Pipeline.of(limiter);
		Pipeline five = Pipeline.of(limiter.layer(5));

		admitted(one, 7);
		Calls.succeed(five);

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(200));
		assertThat(limiter.layer(1)).isSameAs(limiter);
		assertThat(five.policies()).containsExactly(PolicyType.RATE_LIMITER);
	}

	@Test
	void callWhenItTakesMoreThanTheLimitOrNothingIsRefusedAsALayer() {
		RateLimiterPolicy limiter = limiter(10, SECOND, LONG);

		assertThatIllegalArgumentException().isThrownBy(() -> limiter.layer(11))
			.withMessage("permits: 11 (expected: >= 1 and <= 10, the limit for a period)");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.layer(0))
			.withMessage("permits: 0 (expected: >= 1 and <= 10, the limit for a period)");
		assertThat(limiter.decide(11, Calls.CALL)).isEqualTo(new Decision.Rejected(-1));
		assertThat(limiter.rejected(-1, false)).hasMessage("Rate limiter 'payment' has no permit left");
	}

	@Test
	void limiterWhenReconfiguredKeepsWhatIsTaken() {
		RateLimiterPolicy limiter = limiter(10, SECOND, Duration.ZERO);
		admitted(Pipeline.of(limiter), 3);

		limiter.reconfigure(new RateLimiterConfig(20, Duration.ofSeconds(7), Duration.ZERO));
		RateLimiterSnapshot raised = limiter.snapshot();
		limiter.reconfigure(new RateLimiterConfig(5, SECOND, Duration.ofMillis(1)));
		RateLimiterSnapshot lowered = limiter.snapshot();
		limiter.reconfigure(new RateLimiterConfig(2, SECOND, Duration.ZERO));
		RateLimiterSnapshot tooLow = limiter.snapshot();
		this.context.ticker().advance(SECOND);

		assertThat(raised).isEqualTo(new RateLimiterSnapshot(20, 17, 0, 0));
		assertThat(lowered).isEqualTo(new RateLimiterSnapshot(5, 2, 0, 0));
		assertThat(tooLow).isEqualTo(new RateLimiterSnapshot(2, 0, 0, 0));
		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(2, 2, 0, 0));
	}

	@Test
	void limiterWhenReconfiguredKeepsWhatIsReserved() {
		RateLimiterPolicy limiter = limiter(2, SECOND, Duration.ofSeconds(10));
		for (int i = 0; i < 5; i++) {
			limiter.decide(1, Calls.CALL);
		}

		limiter.reconfigure(new RateLimiterConfig(10, SECOND, Duration.ofSeconds(10)));

		assertThat(limiter.snapshot().availablePermissions()).isZero();
		assertThat(limiter.decide(1, Calls.CALL)).isInstanceOfSatisfying(Decision.Reserved.class,
				(reserved) -> assertThat(reserved.waitNanos()).isEqualTo(400_000_000));
	}

	@Test
	void limiterWhenReconfiguredForHugeNumbersStaysInRange() {
		RateLimiterPolicy limiter = limiter(Integer.MAX_VALUE, Duration.ofNanos(1), LONG);
		for (int i = 0; i < 5; i++) {
			limiter.decide(Integer.MAX_VALUE, Calls.CALL);
		}

		limiter.reconfigure(new RateLimiterConfig(1, LONG, LONG));

		assertThat(limiter.decide(1, Calls.CALL)).isInstanceOf(Decision.Rejected.class);
		limiter.reconfigure(new RateLimiterConfig(1, Duration.ofNanos(1), Duration.ZERO));
		this.context.ticker().advance(Duration.ofDays(365 * 290));
		assertThat(limiter.decide(1, Calls.CALL)).isInstanceOf(Decision.class);
	}

	@Test
	void limiterWhenReconfiguredBelowWhatAMethodTakesRefuses() {
		RateLimiterPolicy limiter = limiter(10, SECOND, Duration.ZERO);
		limiter.layer(5);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> limiter.reconfigure(new RateLimiterConfig(4, SECOND, Duration.ZERO)))
			.withMessage("limitForPeriod: 4 (expected: >= 5, the permits of a call)");
		assertThat(limiter.snapshot().limitForPeriod()).isEqualTo(10);
	}

	@Test
	void waiterWhenTheLimiterIsReconfiguredKeepsItsTimeAndMayStillGiveUp() throws Exception {
		RateLimiterPolicy limiter = waitingLimiter(1, SECOND, Duration.ofSeconds(5));
		Pipeline pipeline = Pipeline.of(limiter);
		Calls.succeed(pipeline);
		HeldCall first = HeldCall.started(pipeline);
		awaitWaiting(limiter, 1);
		HeldCall second = HeldCall.started(pipeline);
		awaitWaiting(limiter, 2);

		limiter.reconfigure(new RateLimiterConfig(100, SECOND, Duration.ofSeconds(5)));
		second.interrupt();
		second.failure();
		this.waitingTicker.advanceMillis(1000);
		first.awaitEntered();

		first.succeed();
		assertThat(limiter.snapshot().waitingCalls()).isZero();
		assertThat(limiter.snapshot().availablePermissions()).isBetween(97, 100);
	}

	@Test
	void limiterWhenResetForgetsItsCountsAndNotWhatIsTaken() {
		RateLimiterPolicy limiter = limiter(1, SECOND, Duration.ZERO);
		admitted(Pipeline.of(limiter), 2);

		limiter.reset();

		assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, 0, 0, 0));
		assertThat(Measures.value(limiter, CALLS, "kind", "rejected")).as("meters go on").isOne();
	}

	@Test
	void rejectionWhenSeenByRetryAndBreakerIsNeitherRetriedNorAFailure() {
		RateLimiterPolicy limiter = limiter(1, SECOND, Duration.ZERO);
		RetryPolicy retry = new RetryPolicy("payment", RetryConfig.builder().build(), this.context.policyContext());
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().slidingWindowSize(1).minimumNumberOfCalls(1).build(),
				this.context.policyContext());
		Pipeline pipeline = Pipeline.of(retry, breaker, limiter);

		int admitted = admitted(pipeline, 5);

		assertThat(admitted).isOne();
		assertThat(pipeline.policies()).containsExactly(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER,
				PolicyType.RATE_LIMITER);
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.calls", "kind", "ignored")).isEqualTo(4);
		assertThat(retry.snapshot().failedWithoutRetry()).isEqualTo(4);
		assertThat(limiter.snapshot().rejectedCalls()).isEqualTo(4);
	}

	@Test
	void trialPermitOfABreakerWhenTheLimiterRejectsIsBack() {
		RateLimiterPolicy limiter = limiter(1, SECOND, Duration.ZERO);
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(1).build(),
				this.context.policyContext());
		Pipeline pipeline = Pipeline.of(breaker, limiter);
		admitted(pipeline, 1);
		breaker.transitionTo(CircuitState.HALF_OPEN);

		Throwable rejection = Calls.failureOf(pipeline, () -> "done");
		this.context.ticker().advance(SECOND);
		boolean admitted = Calls.isAdmitted(pipeline);

		assertThat(rejection).isInstanceOf(RateLimitExceededException.class);
		assertThat(admitted).isTrue();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void limiterWhenAListenerThrowsAnErrorStillRejects() {
		Pipeline pipeline = Pipeline
			.of(new RateLimiterPolicy("payment", new RateLimiterConfig(1, SECOND, Duration.ZERO),
					new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener())));

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			assertThat(admitted(pipeline, 3)).isOne();
			assertThat(log.messages()).hasSize(2);
		}
	}

	@Test
	void healthyCallWhenAdmittedReadsTheClockOnceWithTheOthersAndAllocatesNothing() throws Throwable {
		AtomicInteger readings = new AtomicInteger();
		Ticker counting = new Ticker() {

			@Override
			public long nanoTime() {
				return readings.incrementAndGet();
			}

			@Override
			public void sleep(long nanos) {
				throw new IllegalStateException();
			}

		};
		RateLimiterPolicy limiter = new RateLimiterPolicy("payment",
				new RateLimiterConfig(Integer.MAX_VALUE, Duration.ofHours(1), Duration.ZERO),
				new PolicyContext(counting, new ManualClock(), () -> 0.5, this.events));
		Pipeline pipeline = Pipeline.of(limiter);
		Invocation invocation = new AbstractInvocation() {

			@Override
			public Object proceed() {
				return "done";
			}

		};
		invoke(pipeline, invocation, 100_000);
		int before = readings.get();

		long bytes = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			bytes = Math.min(bytes, allocatedBy(() -> invoke(pipeline, invocation, 50_000)));
		}

		assertThat(readings.get() - before).isEqualTo(5 * 50_000);
		assertThat(bytes).as("bytes of 50,000 calls").isLessThan(50_000);
	}

	@Test
	void limitersWhenThereAreAHundredThousandTakeNoThreadAndLittleMemory() throws Throwable {
		int number = 100_000;
		List<RateLimiterPolicy> limiters = new ArrayList<>(number);
		int threads = Thread.activeCount();

		long bytes = allocatedBy(() -> {
			for (int i = 0; i < number; i++) {
				RateLimiterPolicy limiter = limiter(1, SECOND, Duration.ZERO);
				limiter.decide(1, Calls.CALL);
				limiters.add(limiter);
			}
		});

		System.out.printf("A rate limiter takes less than %d bytes (Java %s)%n", bytes / number,
				Runtime.version().feature());
		assertThat(bytes / number).isLessThan(1024);
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
		this.context.ticker().advance(SECOND);
		assertThat(limiters).allMatch((limiter) -> limiter.snapshot().availablePermissions() == 1);
	}

	@Test
	void limiterWhenManyThreadsCallAndGiveUpAdmitsNoMoreThanItsBurstAndRefill() throws Exception {
		int limit = 20;
		RateLimiterPolicy limiter = new RateLimiterPolicy("payment",
				new RateLimiterConfig(limit, Duration.ofMillis(10), Duration.ofMillis(2)), PolicyContext.system());
		Pipeline pipeline = Pipeline.of(limiter);
		LongAdder admitted = new LongAdder();
		long started = System.nanoTime();

		Parallel.run(8, (index) -> {
			for (int i = 0; i < 400; i++) {
				if (i % 17 == index) {
					Thread.currentThread().interrupt();
				}
				Calls.failureOf(pipeline, () -> {
					admitted.increment();
					return "done";
				});
				Thread.interrupted();
			}
		});
		long elapsed = System.nanoTime() - started;

		assertThat(admitted.sum()).isBetween((long) limit, limit + limit * elapsed / 10_000_000);
		assertThat(limiter.snapshot().waitingCalls()).isZero();
		assertThat(admitted.sum() + limiter.snapshot().rejectedCalls()).isEqualTo(8 * 400);
		assertThat(Measures.value(limiter, CALLS, "kind", "permitted")).isEqualTo(admitted.sum());
	}

	@Test
	void limiterWhenReconfiguredWhileThreadsCallLosesNoPermitAndMakesNone() throws Exception {
		int limit = 10_000;
		RateLimiterPolicy limiter = limiter(limit, LONG, Duration.ZERO);
		LongAdder admitted = new LongAdder();

		Parallel.run(8, (index) -> {
			for (int i = 0; i < 2000; i++) {
				if (index == 0) {
					limiter.reconfigure(
							new RateLimiterConfig(limit, (i % 2 == 0) ? LONG : LONG.dividedBy(2), Duration.ZERO));
				}
				else if (limiter.decide(1, Calls.CALL) == Decision.ADMITTED) {
					admitted.increment();
				}
			}
		});

		assertThat(admitted.sum()).isEqualTo(limit);
		assertThat(limiter.snapshot().availablePermissions()).isZero();
	}

	@Test
	void limiterWhenMeasuredNamesItsMeasuresAsDocumented() {
		RateLimiterPolicy limiter = limiter(4, SECOND, Duration.ZERO);
		admitted(Pipeline.of(limiter), 1);

		assertThat(Measures.names(limiter)).containsExactlyInAnyOrder(
				"GAUGE resilience.ratelimiter.available.permissions {name=payment}",
				"COUNTER resilience.ratelimiter.calls {kind=permitted, name=payment}",
				"COUNTER resilience.ratelimiter.calls {kind=rejected, name=payment}");
		assertThat(Measures.value(limiter, AVAILABLE)).isEqualTo(3);
	}

	@Test
	void limiterWhenAskedForAttributesGivesThemInTheirOrder() {
		assertThat(limiter(4, SECOND, Duration.ZERO).snapshot().attributes())
			.hasToString("{limitForPeriod=4, availablePermissions=4, waitingCalls=0, rejectedCalls=0}");
	}

	private RateLimiterPolicy limiter(int limit, Duration period, Duration wait) {
		return new RateLimiterPolicy("payment", new RateLimiterConfig(limit, period, wait),
				this.context.policyContext());
	}

	private RateLimiterPolicy waitingLimiter(int limit, Duration period, Duration wait) {
		return new RateLimiterPolicy("payment", new RateLimiterConfig(limit, period, wait),
				new PolicyContext(this.waitingTicker, new ManualClock(), () -> 0.5, this.events));
	}

	private static int admitted(Pipeline pipeline, int calls) {
		int admitted = 0;
		for (int i = 0; i < calls; i++) {
			admitted += Calls.isAdmitted(pipeline) ? 1 : 0;
		}
		return admitted;
	}

	private static void invoke(Pipeline pipeline, Invocation invocation, int times) throws Throwable {
		for (int i = 0; i < times; i++) {
			pipeline.invoke(invocation);
		}
	}

	private static long allocatedBy(Work work) throws Throwable {
		ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = thread.getCurrentThreadAllocatedBytes();
		work.run();
		return thread.getCurrentThreadAllocatedBytes() - before;
	}

	private void awaitWaiting(RateLimiterPolicy limiter, int number) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.waitingTicker.sleepers() == number);
		assertThat(limiter.snapshot().waitingCalls()).isEqualTo(number);
	}

	@FunctionalInterface
	private interface Work {

		void run() throws Throwable;

	}

}
