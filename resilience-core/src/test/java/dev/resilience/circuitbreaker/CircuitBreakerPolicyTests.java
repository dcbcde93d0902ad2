package dev.resilience.circuitbreaker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.resilience.BulkheadFullException;
import dev.resilience.CallRejectedException;
import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.Ticker;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.ThrowingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CircuitBreakerPolicyTests {

	private static final String CALLS = "resilience.circuitbreaker.calls";

	private final TestContext context = new TestContext();

	@Test
	void breakerWhenNewIsClosedAndEmpty() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);

		assertThat(breaker.type()).isEqualTo(PolicyType.CIRCUIT_BREAKER);
		assertThat(breaker.instance()).isEqualTo("payment");
		assertThat(breaker.snapshot()).isEqualTo(
				new CircuitBreakerSnapshot(CircuitState.CLOSED, null, null, 0, 0, 0, 0, ManualClock.START, null));
		assertThat(this.context.events().events()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = CircuitState.class, names = "HALF_OPEN", mode = EnumSource.Mode.EXCLUDE)
	void breakerWhenToldItsInitialStateStartsInIt(CircuitState state) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.initialState(state));

		assertThat(breaker.state()).isEqualTo(state);
		assertThat(this.context.events().events()).isEmpty();
	}

	@Test
	void breakerWhenTheRateIsJustBelowTheThresholdStaysClosed() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(200).minimumNumberOfCalls(200));
		Pipeline pipeline = Pipeline.of(breaker);

		Calls.run(pipeline, "F".repeat(99) + "S".repeat(101));
		CircuitState at495 = breaker.state();
		Calls.run(pipeline, "F".repeat(99));
		CircuitState still = breaker.state();

		assertThat(at495).isEqualTo(CircuitState.CLOSED);
		assertThat(still).isEqualTo(CircuitState.CLOSED);
		assertThat(breaker.snapshot().failureRate()).isEqualTo(49.5);
		Calls.fail(pipeline);
		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
		assertThat(breaker.snapshot().failureRate()).isEqualTo(50);
	}

	@Test
	void breakerWhenOldFailuresLeaveTheWindowStaysClosed() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(4).minimumNumberOfCalls(4));
		Pipeline pipeline = Pipeline.of(breaker);

		Calls.run(pipeline, "FSSSFSSSF");

		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(breaker.snapshot().failedCalls()).isOne();
		assertThat(breaker.snapshot().bufferedCalls()).isEqualTo(4);
		assertThat(breaker.snapshot().failureRate()).isEqualTo(25);
	}

	@Test
	void breakerWhenTheMinimumIsLeftUnsetAndTheWindowIsSmallCanTripOnAFullWindow() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(3));

		Calls.run(Pipeline.of(breaker), "FFF");

		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
	}

	@ParameterizedTest
	@CsvSource({ "100, CLOSED, 0", "101, OPEN, 1" })
	void breakerWhenACallTakesThisManyMillisCountsItAsSlow(long millis, CircuitState state, int slow) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(1)
			.slowCallDurationThreshold(Duration.ofMillis(100))
			.slowCallRateThreshold(100));

		Calls.failureOf(Pipeline.of(breaker), () -> {
			this.context.ticker().advanceMillis(millis);
			return "done";
		});

		assertThat(breaker.state()).isEqualTo(state);
		assertThat(breaker.snapshot().slowCalls()).isEqualTo(slow);
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.slow.calls")).isEqualTo(slow);
		assertThat(Measures.value(breaker, CALLS, "kind", "successful")).isOne();
	}

	@Test
	void breakerWhenACallIsSlowBeforeItFailsIsOpenedBeforeItEnds() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(1)
			.slowCallDurationThreshold(Duration.ZERO)
			.slowCallRateThreshold(50));

		Calls.failureOf(Pipeline.of(breaker), () -> {
			this.context.ticker().advanceMillis(1);
			throw new IOException();
		});

		assertThat(this.context.events().transitions()).containsExactly("payment: CLOSED -> OPEN (SLOW_CALL_RATE)");
		assertThat(breaker.snapshot().slowCallRate()).isEqualTo(100);
		assertThat(breaker.snapshot().failureRate()).isNull();
	}

	@Test
	void breakerWhenCallsAreSlowNamesTheSlowCalls() {
		CircuitBreakerPolicy breaker = slowBreaker();

		slowCall(breaker);

		assertThat(this.context.events().transitions()).containsExactly("payment: CLOSED -> OPEN (SLOW_CALL_RATE)");
	}

	@Test
	void breakerWhenASlowCallIsIgnoredDoesNotCountItAsSlow() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(1)
			.slowCallDurationThreshold(Duration.ZERO)
			.ignoreExceptions(List.of(IOException.class)));

		Calls.failureOf(Pipeline.of(breaker), () -> {
			this.context.ticker().advanceMillis(1);
			throw new IOException();
		});

		assertThat(breaker.snapshot().bufferedCalls()).isZero();
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.slow.calls")).isZero();
		assertThat(Measures.value(breaker, CALLS, "kind", "ignored")).isOne();
	}

	@Test
	void breakerWhenSlowCallsAreNotWatchedReadsNoClockWhileClosed() {
		TestContext context = new TestContext();
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().slidingWindowSize(3).minimumNumberOfCalls(3).build(),
				new PolicyContext(new NoTime(), context.clock(), () -> 0.5, context.events()));

		Calls.run(Pipeline.of(breaker), "SFSSFSSS");

		assertThat(breaker.snapshot().bufferedCalls()).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource("classified")
	void breakerWhenACallThrowsClassifiesIt(Throwable thrown, String kind) {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(10).ignoreExceptions(List.of(FileNotFoundException.class)));

		Throwable failure = Calls.failureOf(Pipeline.of(breaker), thrown);

		assertThat(failure).isSameAs(thrown);
		assertThat(Measures.value(breaker, CALLS, "kind", kind)).isOne();
		assertThat(breaker.snapshot().bufferedCalls()).isEqualTo(kind.equals("ignored") ? 0 : 1);
	}

	static Stream<Arguments> classified() {
		return Stream.of(Arguments.of(new IOException(), "failed"),
				Arguments.of(new FileNotFoundException(), "ignored"), Arguments.of(new RuntimeException(), "failed"),
				Arguments.of(new OutOfMemoryError(), "failed"), Arguments.of(new StackOverflowError(), "failed"),
				Arguments.of(new Throwable(), "failed"), Arguments.of(new InterruptedException(), "ignored"),
				Arguments.of(new CancellationException(), "ignored"),
				Arguments.of(new BulkheadFullException("other", 1, false), "ignored"),
				Arguments.of(new CircuitBreakerOpenException("other", CircuitState.OPEN, null), "ignored"));
	}

	@ParameterizedTest
	@MethodSource("recorded")
	void breakerWhenRecordExceptionsAreListedTakesTheOthersAsSuccesses(Throwable thrown, String kind) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.recordExceptions(List.of(IOException.class))
			.ignoreExceptions(List.of(FileNotFoundException.class)));

		Calls.failureOf(Pipeline.of(breaker), thrown);

		assertThat(Measures.value(breaker, CALLS, "kind", kind)).isOne();
	}

	static Stream<Arguments> recorded() {
		return Stream.of(Arguments.of(new IOException(), "failed"),
				Arguments.of(new FileNotFoundException(), "ignored"),
				Arguments.of(new RuntimeException(), "successful"), Arguments.of(new AssertionError(), "failed"),
				Arguments.of(new BulkheadFullException("other", 1, false), "ignored"));
	}

	@ParameterizedTest
	@ValueSource(classes = { BulkheadFullException.class, CallRejectedException.class })
	void breakerWhenRejectionsAreRecordedByNameCountsThemAsFailures(Class<? extends Throwable> type) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.recordExceptions(List.of(type)));

		Calls.failureOf(Pipeline.of(breaker), new BulkheadFullException("other", 1, false));

		assertThat(breaker.snapshot().failedCalls()).isOne();
	}

	@Test
	void breakerWhenAllExceptionsAreRecordedStillIgnoresRejections() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.recordExceptions(List.of(Exception.class)));

		Calls.failureOf(Pipeline.of(breaker), new BulkheadFullException("other", 1, false));

		assertThat(breaker.snapshot().bufferedCalls()).isZero();
	}

	@Test
	void breakerWhenAnErrorIsToBeIgnoredDoesNotCountIt() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.ignoreExceptions(List.of(AssertionError.class)));

		Calls.failureOf(Pipeline.of(breaker), new AssertionError());

		assertThat(breaker.snapshot().bufferedCalls()).isZero();
	}

	@Test
	void breakerWhenAResultIsToBeRecordedCountsItAsFailed() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.recordResultPredicate("bad"::equals));
		Pipeline pipeline = Pipeline.of(breaker);

		String bad = Calls.call(pipeline, () -> "bad");
		Calls.call(pipeline, () -> "good");
		Calls.call(pipeline, () -> null);

		assertThat(bad).isEqualTo("bad");
		assertThat(breaker.snapshot().failedCalls()).isOne();
		assertThat(breaker.snapshot().bufferedCalls()).isEqualTo(3);
	}

	@Test
	void breakerWhenThePredicateThrowsAnErrorCountsAFailureAndLogsIt() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.recordResultPredicate((result) -> {
			throw new AssertionError("predicate");
		}));

		try (CapturedLog log = new CapturedLog(CircuitBreakerPolicy.class)) {
			assertThat(Calls.call(Pipeline.of(breaker), () -> "result")).isEqualTo("result");

			assertThat(log.messages())
				.containsExactly("WARNING Circuit breaker 'payment' counts a call as failed since "
						+ "its record-result-predicate threw");
		}
		assertThat(breaker.snapshot().failedCalls()).isOne();
		assertThat(Measures.value(breaker, CALLS, "kind", "failed")).isOne();
	}

	@Test
	void breakerWhenOpenRejectsWithTheTimeLeft() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.waitDurationInOpenState(Duration.ofMillis(4200)));
		breaker.transitionTo(CircuitState.OPEN);
		this.context.ticker().advanceMillis(1200);

		assertThatThrownBy(() -> Calls.call(Pipeline.of(breaker), () -> "done"))
			.isInstanceOfSatisfying(CircuitBreakerOpenException.class, (ex) -> {
				assertThat(ex.state()).isEqualTo(CircuitState.OPEN);
				assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(3000));
			})
			.hasMessage("Circuit breaker 'payment' is OPEN (retry after 3.0s)");
		assertThat(breaker.snapshot().notPermittedCalls()).isOne();
		assertThat(Measures.value(breaker, CALLS, "kind", "not_permitted")).isOne();
		assertThat(this.context.events().events()).contains("payment: rejected by circuit-breaker");
	}

	@Test
	void breakerWhenForcedOpenRejectsWithoutATimeAndCountsIt() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.initialState(CircuitState.FORCED_OPEN));

		Throwable failure = Calls.failureOf(Pipeline.of(breaker), () -> "done");

		assertThat(failure).isInstanceOfSatisfying(CircuitBreakerOpenException.class, (ex) -> {
			assertThat(ex.state()).isEqualTo(CircuitState.FORCED_OPEN);
			assertThat(ex.retryAfter()).isNull();
		});
		assertThat(breaker.snapshot().notPermittedCalls()).isOne();
		assertThat(Measures.value(breaker, CALLS, "kind", "not_permitted")).isOne();
	}

	@Test
	void breakerWhenTheTrialsAreTakenRejectsWithoutATime() throws Exception {
		CircuitBreakerPolicy breaker = halfOpenBreaker(1);
		HeldCall trial = HeldCall.entered(Pipeline.of(breaker));

		Throwable failure = Calls.failureOf(Pipeline.of(breaker), () -> "done");

		assertThat(failure).isInstanceOfSatisfying(CircuitBreakerOpenException.class, (ex) -> {
			assertThat(ex.state()).isEqualTo(CircuitState.HALF_OPEN);
			assertThat(ex.retryAfter()).isNull();
		}).hasMessage("Circuit breaker 'payment' is HALF_OPEN and its trial calls are taken");
		trial.succeed();
	}

	@Test
	void breakerWhenOpenWithoutAutomaticTransitionStaysOpenUntilTheNextCall() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.initialState(CircuitState.OPEN));

		this.context.ticker().advance(Duration.ofDays(1));
		CircuitState looked = breaker.state();
		Duration retryAfter = breaker.snapshot().retryAfter();
		Calls.succeed(Pipeline.of(breaker));

		assertThat(looked).isEqualTo(CircuitState.OPEN);
		assertThat(retryAfter).isEqualTo(Duration.ZERO);
		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
	}

	@Test
	void breakerWhenOpenWithAutomaticTransitionIsHalfOpenForWhoeverLooks() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.initialState(CircuitState.OPEN).automaticTransitionFromOpenToHalfOpenEnabled(true));

		this.context.ticker().advance(Duration.ofSeconds(10).minusNanos(1));
		CircuitState before = breaker.state();
		this.context.ticker().advance(Duration.ofNanos(1));
		CircuitState after = breaker.state();

		assertThat(before).isEqualTo(CircuitState.OPEN);
		assertThat(after).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(this.context.events().events()).containsExactly("payment: OPEN -> HALF_OPEN (OPEN_WAIT_OVER)");
	}

	@Test
	void breakerWhenTheHalfOpenWaitEndedLongAgoCountsTheOpenWaitFromThen() {
		CircuitBreakerPolicy breaker = halfOpenBreaker(1);
		this.context.events().events().clear();

		this.context.ticker().advance(Duration.ofSeconds(33));
		this.context.clock().step(Duration.ofSeconds(33));
		CircuitBreakerSnapshot snapshot = breaker.snapshot();

		assertThat(snapshot.state()).isEqualTo(CircuitState.OPEN);
		assertThat(snapshot.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(snapshot.since()).isEqualTo(ManualClock.START.plusSeconds(30));
		assertThat(this.context.events().events()).containsExactly("payment: HALF_OPEN -> OPEN (NO_TRIAL_CALL)");
	}

	@Test
	void breakerWhenBothWaitsEndedLongAgoAdmitsTheNextCall() {
		CircuitBreakerPolicy breaker = halfOpenBreaker(1);
		this.context.events().events().clear();

		this.context.ticker().advance(Duration.ofSeconds(40));
		boolean admitted = Calls.isAdmitted(Pipeline.of(breaker));

		assertThat(admitted).isTrue();
		assertThat(this.context.events().events()).containsExactly("payment: HALF_OPEN -> OPEN (NO_TRIAL_CALL)",
				"payment: OPEN -> HALF_OPEN (OPEN_WAIT_OVER)", "payment: HALF_OPEN -> CLOSED (TRIAL_SUCCEEDED)");
	}

	@ParameterizedTest
	@CsvSource({ "50, 10, SSSSS, HALF_OPEN", "50, 10, SSSSSS, CLOSED", "50, 10, FFFFSSSSS, HALF_OPEN",
			"50, 10, FFFFSSSSSS, CLOSED", "50, 10, FFFFSSSSSF, OPEN", "50, 1, S, CLOSED", "50, 1, F, OPEN",
			"100, 3, FF, HALF_OPEN", "100, 3, FFF, OPEN", "100, 3, S, CLOSED", "0.1, 3, F, OPEN",
			"0.1, 3, SS, HALF_OPEN", "0.1, 3, SSS, CLOSED", "33.4, 3, F, HALF_OPEN", "33.3, 3, F, OPEN" })
	void breakerWhenHalfOpenDecidesAsSoonAsItIsCertain(double threshold, int permitted, String outcomes,
			CircuitState state) {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.failureRateThreshold(threshold).permittedNumberOfCallsInHalfOpenState(permitted));
		breaker.transitionTo(CircuitState.HALF_OPEN);

		Calls.run(Pipeline.of(breaker), outcomes);

		assertThat(breaker.state()).isEqualTo(state);
	}

	@Test
	void breakerWhenTrialsAreSlowOpens() {
		CircuitBreakerPolicy breaker = slowBreaker();
		breaker.transitionTo(CircuitState.HALF_OPEN);
		this.context.events().events().clear();

		for (int i = 0; i < 5; i++) {
			slowCall(breaker);
		}

		assertThat(this.context.events().transitions()).containsExactly("payment: HALF_OPEN -> OPEN (SLOW_CALL_RATE)");
	}

	@Test
	void breakerWhenTrialsMayStillBeTooSlowDoesNotCloseYet() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(5)
			.slowCallDurationThreshold(Duration.ofMillis(100))
			.slowCallRateThreshold(20));
		breaker.transitionTo(CircuitState.HALF_OPEN);

		Calls.run(Pipeline.of(breaker), "SSSS");
		CircuitState afterFour = breaker.state();
		Calls.succeed(Pipeline.of(breaker));

		assertThat(afterFour).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void breakerWhenATrialIsIgnoredGivesItsPermitToTheNext() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(2)
			.ignoreExceptions(List.of(IOException.class)));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.HALF_OPEN);

		for (int i = 0; i < 20; i++) {
			Calls.failureOf(pipeline, new IOException());
		}
		CircuitBreakerSnapshot afterIgnored = breaker.snapshot();
		Calls.run(pipeline, "SS");

		assertThat(afterIgnored.state()).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(afterIgnored.bufferedCalls()).isZero();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void breakerWhenIgnoredCallsOfTheClosedStateEndInHalfOpenPermitsNoMoreTrials() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(2)
			.ignoreExceptions(List.of(IOException.class)));
		Pipeline pipeline = Pipeline.of(breaker);
		List<HeldCall> old = List.of(HeldCall.entered(pipeline), HeldCall.entered(pipeline),
				HeldCall.entered(pipeline));
		breaker.transitionTo(CircuitState.HALF_OPEN);

		for (HeldCall call : old) {
			call.fail(new IOException());
		}
		HeldCall first = HeldCall.entered(pipeline);
		HeldCall second = HeldCall.entered(pipeline);
		boolean third = Calls.isAdmitted(pipeline);
		first.succeed();
		second.succeed();

		assertThat(third).isFalse();
		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void breakerWhenATrialOfAnEarlierHalfOpenStateEndsDoesNotDecide() throws Exception {
		CircuitBreakerPolicy breaker = halfOpenBreaker(2);
		Pipeline pipeline = Pipeline.of(breaker);
		HeldCall early = HeldCall.entered(pipeline);
		breaker.transitionTo(CircuitState.OPEN);
		breaker.transitionTo(CircuitState.HALF_OPEN);

		early.fail(new IOException());

		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(breaker.snapshot().bufferedCalls()).isZero();
	}

	@Test
	void breakerWhenACallEndsAfterAResetDoesNotCountIt() throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(1));
		HeldCall early = HeldCall.entered(Pipeline.of(breaker));

		breaker.reset();
		early.fail(new IOException());

		assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(breaker.snapshot().bufferedCalls()).isZero();
	}

	@ParameterizedTest
	@EnumSource(CircuitState.class)
	void breakerWhenResetIsClosedAndEmpty(CircuitState state) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(10));
		Pipeline pipeline = Pipeline.of(breaker);
		Calls.run(pipeline, "FFF");
		breaker.transitionTo(CircuitState.OPEN);
		Calls.isAdmitted(pipeline);
		breaker.transitionTo(state);
		this.context.events().events().clear();

		breaker.reset();

		assertThat(breaker.snapshot()).isEqualTo(
				new CircuitBreakerSnapshot(CircuitState.CLOSED, null, null, 0, 0, 0, 0, ManualClock.START, null));
		assertThat(this.context.events().events()).isEqualTo(
				(state == CircuitState.CLOSED) ? List.of() : List.of("payment: " + state + " -> CLOSED (RESET)"));
		assertThat(Measures.value(breaker, CALLS, "kind", "not_permitted")).as("meters go on").isOne();
		this.context.ticker().advance(Duration.ofDays(1));
		assertThat(breaker.state()).as("no transition is left pending").isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void breakerWhenResetStartsAgainWithTheShortestWait() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.waitDurationMultiplier(2));
		for (int i = 0; i < 3; i++) {
			breaker.transitionTo(CircuitState.OPEN);
			breaker.transitionTo(CircuitState.HALF_OPEN);
		}

		breaker.reset();
		breaker.transitionTo(CircuitState.OPEN);

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@EnumSource(CircuitState.class)
	void breakerWhenMovedToTheStateThatItIsInChangesNothing(CircuitState state) throws Exception {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(2));
		breaker.transitionTo(CircuitState.FORCED_OPEN);
		breaker.transitionTo(state);
		if (state == CircuitState.HALF_OPEN) {
			Calls.succeed(Pipeline.of(breaker));
		}
		this.context.ticker().advanceMillis(100);
		this.context.clock().step(Duration.ofMillis(100));
		CircuitBreakerSnapshot before = breaker.snapshot();
		this.context.events().events().clear();

		breaker.transitionTo(state);

		assertThat(breaker.snapshot()).isEqualTo(before);
		assertThat(this.context.events().events()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = CircuitState.class, names = { "FORCED_OPEN", "DISABLED", "METRICS_ONLY" })
	void breakerWhenForcedStaysAsItIsWhateverHappens(CircuitState state) {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(2).automaticTransitionFromOpenToHalfOpenEnabled(true));
		Pipeline pipeline = Pipeline.of(breaker);
		breaker.transitionTo(CircuitState.OPEN);
		breaker.transitionTo(state);

		for (int i = 0; i < 20; i++) {
			Calls.failureOf(pipeline, new IOException());
			this.context.ticker().advance(Duration.ofSeconds(10));
		}

		assertThat(breaker.state()).isEqualTo(state);
		assertThat(this.context.events().transitions()).hasSize(2);
	}

	@Test
	void breakerWhenMetricsOnlyShowsTheRates() {
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.slidingWindowSize(4).initialState(CircuitState.METRICS_ONLY));

		Calls.run(Pipeline.of(breaker), "FFFS");

		assertThat(breaker.snapshot().failureRate()).isEqualTo(75);
		assertThat(breaker.snapshot().bufferedCalls()).isEqualTo(4);
	}

	@Test
	void breakerWhenDisabledCountsCallsInMetersOnly() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.initialState(CircuitState.DISABLED));

		Calls.run(Pipeline.of(breaker), "FS");

		assertThat(breaker.snapshot().bufferedCalls()).isZero();
		assertThat(Measures.value(breaker, CALLS, "kind", "failed")).isOne();
		assertThat(Measures.value(breaker, CALLS, "kind", "successful")).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "0, 500", "0.5, 1000", "0.75, 1250" })
	void breakerWhenTheWaitHasJitterSpreadsItToBothSides(double random, long millis) {
		this.context.random(random);
		CircuitBreakerPolicy breaker = breaker(
				(config) -> config.waitDurationInOpenState(Duration.ofSeconds(1)).waitDurationJitter(0.5));

		breaker.transitionTo(CircuitState.OPEN);

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void breakerWhenTheWaitIsAtItsCapStillSpreadsIt() {
		this.context.random(0.75);
		CircuitBreakerPolicy breaker = breaker((config) -> config.waitDurationInOpenState(Duration.ofSeconds(1))
			.waitDurationMultiplier(10)
			.maxWaitDurationInOpenState(Duration.ofSeconds(2))
			.waitDurationJitter(0.5));

		breaker.transitionTo(CircuitState.OPEN);
		breaker.transitionTo(CircuitState.HALF_OPEN);
		breaker.transitionTo(CircuitState.OPEN);

		assertThat(breaker.snapshot().retryAfter()).isEqualTo(Duration.ofMillis(2500));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE, Long.MIN_VALUE, -1 })
	void breakerWhenWaitsAreOfThreeHundredYearsNeverOverflows(long start) {
		TestContext context = new TestContext(new ManualTicker(start));
		context.random(0.999);
		Duration centuries = Duration.ofDays(300 * 366);
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder()
					.waitDurationInOpenState(centuries)
					.maxWaitDurationInOpenState(centuries.multipliedBy(2))
					.waitDurationMultiplier(1e300)
					.waitDurationJitter(1)
					.maxWaitDurationInHalfOpenState(centuries)
					.slowCallDurationThreshold(centuries)
					.build(),
				context.policyContext());
		Pipeline pipeline = Pipeline.of(breaker);

		Calls.run(pipeline, "SF");
		breaker.transitionTo(CircuitState.OPEN);
		breaker.transitionTo(CircuitState.HALF_OPEN);
		breaker.transitionTo(CircuitState.OPEN);
		context.ticker().advance(Duration.ofDays(100 * 365));
		boolean admitted = Calls.isAdmitted(pipeline);
		Duration retryAfter = breaker.snapshot().retryAfter();
		breaker.transitionTo(CircuitState.HALF_OPEN);
		context.ticker().advance(Duration.ofDays(100 * 365));

		assertThat(admitted).isFalse();
		assertThat(retryAfter).isPositive();
		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
	}

	@Test
	void breakerWhenTheWallClockStepsDecidesAsBefore() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(4).minimumNumberOfCalls(4));
		Pipeline pipeline = Pipeline.of(breaker);
		Calls.run(pipeline, "FF");

		this.context.clock().step(Duration.ofDays(400));
		Calls.run(pipeline, "SS");
		CircuitState afterFour = breaker.state();
		this.context.clock().step(Duration.ofDays(-800));
		this.context.ticker().advance(Duration.ofSeconds(10).minusNanos(1));
		boolean before = Calls.isAdmitted(pipeline);
		this.context.clock().step(Duration.ofDays(800));
		this.context.ticker().advance(Duration.ofNanos(1));

		assertThat(afterFour).isEqualTo(CircuitState.OPEN);
		assertThat(before).isFalse();
		assertThat(Calls.isAdmitted(pipeline)).isTrue();
	}

	@Test
	void breakerWhenOpenShowsTheWindowThatTripped() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(4).minimumNumberOfCalls(4));

		Calls.run(Pipeline.of(breaker), "SFSF");
		this.context.ticker().advance(Duration.ofSeconds(3));

		assertThat(breaker.snapshot()).isEqualTo(new CircuitBreakerSnapshot(CircuitState.OPEN, 50.0, 0.0, 4, 2, 0, 0,
				ManualClock.START, Duration.ofSeconds(7)));
	}

	@Test
	void breakerWhenHalfOpenShowsItsOwnTrials() {
		CircuitBreakerPolicy breaker = halfOpenBreaker(5);

		Calls.run(Pipeline.of(breaker), "SF");

		assertThat(breaker.snapshot()).isEqualTo(
				new CircuitBreakerSnapshot(CircuitState.HALF_OPEN, null, null, 2, 1, 0, 0, ManualClock.START, null));
	}

	@Test
	void breakerWhenAListenerThrowsAnErrorKeepsItsCountsAndTheCallersAnswer() {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().slidingWindowSize(1).permittedNumberOfCallsInHalfOpenState(1).build(),
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener()));
		Pipeline pipeline = Pipeline.of(breaker);

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			Calls.fail(pipeline);
			Throwable rejected = Calls.failureOf(pipeline, () -> "done");
			this.context.ticker().advance(Duration.ofSeconds(10));
			Calls.succeed(pipeline);

			assertThat(rejected).isInstanceOf(CircuitBreakerOpenException.class);
			assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
			assertThat(log.messages()).hasSize(4)
				.allMatch("SEVERE Listener dev.resilience.testing.ThrowingListener failed"::equals);
		}
	}

	@Test
	void breakerWhenMeasuredNamesItsMeasuresAsDocumented() {
		CircuitBreakerPolicy breaker = breaker((config) -> config);

		assertThat(Measures.names(breaker)).containsExactlyInAnyOrder(
				"COUNTER resilience.circuitbreaker.calls {kind=successful, name=payment}",
				"COUNTER resilience.circuitbreaker.calls {kind=failed, name=payment}",
				"COUNTER resilience.circuitbreaker.calls {kind=ignored, name=payment}",
				"COUNTER resilience.circuitbreaker.calls {kind=not_permitted, name=payment}",
				"COUNTER resilience.circuitbreaker.slow.calls {name=payment}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=closed}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=open}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=half_open}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=forced_open}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=disabled}",
				"GAUGE resilience.circuitbreaker.state {name=payment, state=metrics_only}",
				"GAUGE resilience.circuitbreaker.failure.rate {name=payment}",
				"GAUGE resilience.circuitbreaker.slow.call.rate {name=payment}",
				"GAUGE resilience.circuitbreaker.buffered.calls {name=payment}");
	}

	@Test
	void breakerWhenMeasuredBelowTheMinimumHasNoRate() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(4).minimumNumberOfCalls(2));

		Calls.succeed(Pipeline.of(breaker));
		double below = Measures.value(breaker, "resilience.circuitbreaker.failure.rate");
		Calls.succeed(Pipeline.of(breaker));

		assertThat(below).isNaN();
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.failure.rate")).isZero();
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.slow.call.rate")).isZero();
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.buffered.calls")).isEqualTo(2);
	}

	@Test
	void breakerWhenMeasuredHasTheRatesOfItsWindow() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.slidingWindowSize(4)
			.minimumNumberOfCalls(4)
			.slowCallDurationThreshold(Duration.ofMillis(100)));
		Pipeline pipeline = Pipeline.of(breaker);

		Calls.run(pipeline, "SSF");
		Calls.failureOf(pipeline, () -> {
			this.context.ticker().advanceMillis(101);
			return "slow";
		});

		assertThat(Measures.value(breaker, "resilience.circuitbreaker.failure.rate")).isEqualTo(25);
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.slow.call.rate")).isEqualTo(25);
	}

	@ParameterizedTest
	@EnumSource(CircuitState.class)
	void breakerWhenMeasuredIsInOneStateOnly(CircuitState state) {
		CircuitBreakerPolicy breaker = breaker((config) -> config);
		breaker.transitionTo(state);

		double sum = 0;
		for (CircuitState each : CircuitState.values()) {
			sum += Measures.value(breaker, "resilience.circuitbreaker.state", "state",
					each.name().toLowerCase(Locale.ROOT));
		}

		assertThat(sum).isOne();
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.state", "state",
				state.name().toLowerCase(Locale.ROOT)))
			.isOne();
	}

	@Test
	void breakerWhenAskedForAttributesGivesThemInTheirOrder() {
		CircuitBreakerPolicy breaker = breaker((config) -> config.initialState(CircuitState.OPEN));

		assertThat(breaker.snapshot().attributes().keySet()).containsExactly("state", "failureRate", "slowCallRate",
				"bufferedCalls", "failedCalls", "slowCalls", "notPermittedCalls", "since", "retryAfter");
		assertThat(breaker.snapshot().attributes()).containsEntry("state", CircuitState.OPEN)
			.containsEntry("retryAfter", Duration.ofSeconds(10))
			.containsEntry("failureRate", null);
	}

	@Test
	void breakerWhenItAffectsHealthSaysSo() {
		assertThat(breaker((config) -> config).affectsHealth()).isFalse();
		assertThat(breaker((config) -> config.affectsHealth(true)).affectsHealth()).isTrue();
	}

	private CircuitBreakerPolicy slowBreaker() {
		return breaker((config) -> config.slidingWindowSize(1)
			.slowCallDurationThreshold(Duration.ofMillis(100))
			.slowCallRateThreshold(100));
	}

	private void slowCall(CircuitBreakerPolicy breaker) {
		Calls.failureOf(Pipeline.of(breaker), () -> {
			this.context.ticker().advanceMillis(101);
			return "done";
		});
	}

	private CircuitBreakerPolicy halfOpenBreaker(int permitted) {
		CircuitBreakerPolicy breaker = breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(permitted));
		breaker.transitionTo(CircuitState.HALF_OPEN);
		return breaker;
	}

	private CircuitBreakerPolicy breaker(UnaryOperator<CircuitBreakerConfig.Builder> config) {
		return new CircuitBreakerPolicy("payment", config.apply(CircuitBreakerConfig.builder()).build(),
				this.context.policyContext());
	}

	private static final class NoTime implements Ticker {

		@Override
		public long nanoTime() {
			throw new AssertionError("nobody needs the time");
		}

		@Override
		public void sleep(long nanos) {
			throw new AssertionError("nobody waits");
		}

	}

}
