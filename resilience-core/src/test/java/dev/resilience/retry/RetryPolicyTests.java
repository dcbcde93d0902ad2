package dev.resilience.retry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.resilience.BulkheadFullException;
import dev.resilience.CallRejectedException;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.ResilienceException;
import dev.resilience.Ticker;
import dev.resilience.internal.Suppressed;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.ThrowingListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

	private static final String CALLS = "resilience.retry.calls";

	private final TestContext context = new TestContext();

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void retryWhenTheFirstAttemptSucceedsCallsOnce() throws Exception {
		RetryPolicy retry = retry((config) -> config);

		String result = Calls.call(Pipeline.of(retry), failing(0));

		assertThat(result).isEqualTo("call 1");
		assertThat(this.calls).hasValue(1);
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 1, 0, 0, 0));
		assertThat(this.context.events().events()).isEmpty();
	}

	@Test
	void retryWhenALaterAttemptSucceedsReturnsItsResult() throws Exception {
		RetryPolicy retry = retry((config) -> config);

		String result = Calls.call(Pipeline.of(retry), failing(2));

		assertThat(result).isEqualTo("call 3");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 1, 0, 0));
		assertThat(Measures.value(retry, "resilience.retry.attempts")).isEqualTo(2);
		assertThat(this.context.events().events()).containsExactly("payment: retry 1", "payment: retry 2");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7 })
	void retryWhenEveryAttemptFailsCallsAsOftenAsAllowedAndRethrowsTheLastException(int attempts) {
		RetryPolicy retry = retry((config) -> config.maxAttempts(attempts));

		Throwable failure = Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(this.calls).hasValue(attempts);
		assertThat(failure).isExactlyInstanceOf(IOException.class).hasMessage("call " + attempts);
		assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
			.containsExactlyElementsOf(
					Stream.iterate(1, (n) -> n + 1).limit(attempts - 1).map((n) -> "call " + n).toList());
		assertThat(retry.snapshot())
			.isEqualTo(new RetrySnapshot(attempts, 0, 0, (attempts > 1) ? 1 : 0, (attempts > 1) ? 0 : 1));
		assertThat(Measures.value(retry, "resilience.retry.attempts")).isEqualTo(attempts - 1);
		assertThat(this.context.events().events()).hasSize(attempts)
			.endsWith("payment: retries exhausted after " + attempts);
	}

	@Test
	void retryWhenTheSameExceptionIsThrownAgainAndAgainDoesNotSuppressItself() {
		IOException same = new IOException("same");

		Throwable failure = Calls.failureOf(Pipeline.of(retry((config) -> config)), same);

		assertThat(failure).isSameAs(same).hasNoSuppressedExceptions();
	}

	@Test
	void retryWhenThereAreManyAttemptsKeepsTheNewestExceptionsOnly() {
		RetryPolicy retry = retry(
				(config) -> config.maxAttempts(1000).waitDuration(Duration.ZERO).budgetEnabled(false));

		Throwable failure = Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(failure).hasMessage("call 1000");
		assertThat(failure.getSuppressed()).hasSize(Suppressed.MAX);
		assertThat(failure.getSuppressed()[0]).hasMessage("call 968");
		assertThat(failure.getSuppressed()[31]).hasMessage("call 999");
	}

	@Test
	void retryWhenThereAreFiveMillionAttemptsEndsAfterThem() {
		RetryPolicy retry = new RetryPolicy("payment",
				RetryConfig.builder()
					.maxAttempts(5_000_000)
					.waitDuration(Duration.ofNanos(1))
					.budgetEnabled(false)
					.build(),
				new PolicyContext(new Stopped(), this.context.clock(), () -> 0.999, new PolicyListener() {
				}));
		IOException same = new IOException("same");

		Throwable failure = Calls.failureOf(Pipeline.of(retry), () -> {
			this.calls.incrementAndGet();
			throw same;
		});

		assertThat(failure).isSameAs(same);
		assertThat(this.calls).hasValue(5_000_000);
	}

	@ParameterizedTest
	@MethodSource("notRetried")
	void retryWhenTheExceptionIsNotOneToRetryRethrowsItAtOnce(Throwable thrown) {
		RetryPolicy retry = retry((config) -> config.ignoreExceptions(List.of(FileNotFoundException.class)));

		Throwable failure = Calls.failureOf(Pipeline.of(retry), thrown);

		assertThat(failure).isSameAs(thrown).hasNoSuppressedExceptions();
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 1));
		assertThat(this.context.events().events()).isEmpty();
	}

	static Stream<Throwable> notRetried() {
		return Stream.of(new AssertionError(), new OutOfMemoryError(), new Throwable(), new InterruptedException(),
				new CancellationException(), new BulkheadFullException("payment", 1, false),
				new FileNotFoundException());
	}

	@Test
	void retryWhenErrorsAndCancellationsAreListedStillDoesNotRetryThem() {
		RetryPolicy retry = retry((config) -> config.retryExceptions(
				List.of(Throwable.class, Error.class, InterruptedException.class, CancellationException.class)));
		Pipeline pipeline = Pipeline.of(retry);

		for (Throwable thrown : List.of(new AssertionError(), new InterruptedException(),
				new CancellationException())) {
			assertThat(Calls.failureOf(pipeline, thrown)).isSameAs(thrown);
		}

		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 3));
	}

	@ParameterizedTest
	@ValueSource(classes = { BulkheadFullException.class, CallRejectedException.class, ResilienceException.class })
	void retryWhenARejectionIsListedByNameRetriesIt(Class<? extends Throwable> type) {
		RetryPolicy retry = retry((config) -> config.retryExceptions(List.of(type)));

		Calls.failureOf(Pipeline.of(retry), new BulkheadFullException("payment", 1, false));

		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 1, 0));
	}

	@Test
	void retryWhenAllExceptionsAreListedDoesNotRetryRejections() {
		RetryPolicy retry = retry((config) -> config.retryExceptions(List.of(Exception.class, RuntimeException.class)));

		Calls.failureOf(Pipeline.of(retry), new BulkheadFullException("payment", 1, false));

		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 1));
	}

	@Test
	void retryWhenOnlySomeExceptionsAreListedRetriesThemAndTheirSubclasses() {
		RetryPolicy retry = retry((config) -> config.retryExceptions(List.of(IOException.class)));
		Pipeline pipeline = Pipeline.of(retry);

		Calls.failureOf(pipeline, new FileNotFoundException());
		Calls.failureOf(pipeline, new IllegalStateException());

		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 1, 1));
	}

	@Test
	void retryWhenALaterAttemptThrowsWhatIsNotRetriedEndsWithIt() {
		RetryPolicy retry = retry((config) -> config.maxAttempts(5));
		AssertionError error = new AssertionError("second");

		Throwable failure = Calls.failureOf(Pipeline.of(retry), () -> {
			if (this.calls.incrementAndGet() == 2) {
				throw error;
			}
			throw new IOException("first");
		});

		assertThat(failure).isSameAs(error);
		assertThat(error.getSuppressed()).extracting(Throwable::getMessage).containsExactly("first");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(5, 0, 0, 1, 0));
	}

	@Test
	void retryWhenAResultAsksForItCallsAgain() throws Exception {
		RetryPolicy retry = retry((config) -> config.retryResultPredicate("bad"::equals));

		String result = Calls.call(Pipeline.of(retry), () -> (this.calls.incrementAndGet() < 3) ? "bad" : "good");

		assertThat(result).isEqualTo("good");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 1, 0, 0));
	}

	@Test
	void retryWhenEveryResultAsksForItReturnsTheLast() throws Exception {
		RetryPolicy retry = retry((config) -> config.retryResultPredicate((result) -> true));

		String result = Calls.call(Pipeline.of(retry), () -> "bad " + this.calls.incrementAndGet());

		assertThat(result).isEqualTo("bad 3");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 1, 0));
		assertThat(this.context.events().events()).endsWith("payment: retries exhausted after 3");
	}

	@Test
	void retryWhenExceptionsAndResultsAlternateEndsWithTheLastOfThem() throws Exception {
		RetryPolicy endsWithResult = retry((config) -> config.retryResultPredicate((result) -> true).maxAttempts(3));
		RetryPolicy endsWithFailure = retry((config) -> config.retryResultPredicate((result) -> true).maxAttempts(4));
		Callable<String> alternating = () -> {
			int number = this.calls.incrementAndGet();
			if (number % 2 == 0) {
				throw new IOException("call " + number);
			}
			return "call " + number;
		};

		String result = Calls.call(Pipeline.of(endsWithResult), alternating);
		this.calls.set(0);
		Throwable failure = Calls.failureOf(Pipeline.of(endsWithFailure), alternating);

		assertThat(result).isEqualTo("call 3");
		assertThat(failure).hasMessage("call 4");
		assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("call 2");
	}

	@Test
	void retryWhenThePredicateThrowsReturnsTheResultAndLogsIt() throws Exception {
		RetryPolicy retry = retry((config) -> config.retryResultPredicate((result) -> {
			throw new AssertionError("predicate");
		}));

		try (CapturedLog log = new CapturedLog(RetryPolicy.class)) {
			assertThat(Calls.call(Pipeline.of(retry), () -> "result")).isEqualTo("result");
			assertThat(log.messages()).containsExactly(
					"WARNING Retry 'payment' does not retry a result since its retry-result-predicate threw");
		}
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 1, 0, 0, 0));
	}

	@ParameterizedTest
	@CsvSource({ "299, 3", "300, 4", "301, 4", "0, 1", "99, 1", "100, 2" })
	void retryWhenADelayWouldOverrunTheMaxDurationEndsAtOnce(long maxMillis, int attempts) {
		RetryPolicy retry = retry((config) -> config.backoff(Backoff.CONSTANT)
			.waitDuration(Duration.ofMillis(100))
			.maxAttempts(4)
			.maxDuration(Duration.ofMillis(maxMillis)));

		Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(this.calls).hasValue(attempts);
		assertThat(this.context.ticker().sleeps()).hasSize(attempts - 1);
		assertThat(this.context.events().events()).endsWith("payment: retries exhausted after " + attempts);
	}

	@Test
	void retryWhenTheAttemptsThemselvesUseUpTheMaxDurationEnds() {
		RetryPolicy retry = retry(
				(config) -> config.waitDuration(Duration.ZERO).maxAttempts(100).maxDuration(Duration.ofSeconds(1)));

		Calls.failureOf(Pipeline.of(retry), () -> {
			this.context.ticker().advanceMillis(400);
			this.calls.incrementAndGet();
			throw new IOException();
		});

		assertThat(this.calls).hasValue(3);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 400, 3", "0, 0, 5" })
	void retryWhenTheTickerBeganLongBeforeCountsTheMaxDurationFromTheCall(long maxMillis, long millisPerCall,
			int attempts) {
		TestContext context = new TestContext(new ManualTicker(Duration.ofDays(1).toNanos()));
		RetryConfig config = RetryConfig.builder()
			.waitDuration(Duration.ZERO)
			.maxAttempts(5)
			.maxDuration(Duration.ofMillis(maxMillis))
			.build();

		Calls.failureOf(Pipeline.of(new RetryPolicy("payment", config, context.policyContext())), () -> {
			context.ticker().advanceMillis(millisPerCall);
			this.calls.incrementAndGet();
			throw new IOException();
		});

		assertThat(this.calls).hasValue(attempts);
	}

	@Test
	void retryWhenTheMaxDurationIsThreeHundredYearsDoesNotOverflow() {
		RetryPolicy retry = retry((config) -> config.maxDuration(Duration.ofDays(300 * 366)));

		Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(this.calls).hasValue(3);
	}

	@Test
	void retryWhenTheCallerIsInterruptedAlreadyDoesNotCallAgain() {
		RetryPolicy retry = retry((config) -> config);

		Throwable failure = Calls.failureOf(Pipeline.of(retry), () -> {
			Thread.currentThread().interrupt();
			throw new IOException("call " + this.calls.incrementAndGet());
		});

		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).hasMessage("call 1");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 1));
		assertThat(this.context.events().events()).isEmpty();
		assertThat(this.context.ticker().sleeps()).isEmpty();
	}

	@Test
	void retryWhenInterruptedInALaterWaitEndsWithTheLastExceptionAndTheEarlierOnes() {
		PolicyListener interrupting = new PolicyListener() {

			@Override
			public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
				if (retry == 2) {
					Thread.currentThread().interrupt();
				}
			}

		};
		RetryPolicy retry = new RetryPolicy("payment", RetryConfig.builder().maxAttempts(5).build(),
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, interrupting));

		Throwable failure = Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).hasMessage("call 2");
		assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("call 1");
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(5, 0, 0, 1, 0));
	}

	@Test
	void retryWhenTheBudgetIsEmptyGivesTheOriginalExceptionAtOnce() {
		RetryPolicy retry = retry((config) -> config.budgetMinPerSecond(0).budgetRatio(0.2));

		Throwable failure = Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));

		assertThat(failure).hasMessage("call 1").hasNoSuppressedExceptions();
		assertThat(this.calls).hasValue(1);
		assertThat(this.context.ticker().sleeps()).isEmpty();
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 1));
		assertThat(Measures.value(retry, "resilience.retry.budget.exhausted")).isOne();
		assertThat(this.context.events().events()).containsExactly("payment: budget exhausted");
	}

	@Test
	void callWhenItsFirstAttemptHasEndedIsADepositOfThatTimeHoweverItEnded() {
		RetryPolicy retry = retry((config) -> config.budgetMinPerSecond(0)
			.budgetRatio(1)
			.maxAttempts(1)
			.ignoreExceptions(List.of(IllegalArgumentException.class)));
		Pipeline pipeline = Pipeline.of(retry);
		StringBuilder balances = new StringBuilder();

		Calls.succeed(pipeline);
		balances.append(balance(retry));
		Calls.failureOf(pipeline, new IllegalArgumentException());
		balances.append(balance(retry));
		Calls.fail(pipeline);
		balances.append(balance(retry));
		this.context.ticker().advance(Duration.ofSeconds(10));
		Calls.succeed(pipeline);
		balances.append(balance(retry));

		assertThat(balances).hasToString("1231");
	}

	private static int balance(RetryPolicy retry) {
		return (int) Measures.value(retry, "resilience.retry.budget.balance");
	}

	@Test
	void retryWhenAnOutageHitsMakesNoMoreRetriesThanTheBudgetAllows() {
		RetryPolicy retry = retry((config) -> config.budgetRatio(0.2).budgetMinPerSecond(10).maxAttempts(3));
		Pipeline pipeline = Pipeline.of(retry);

		for (int i = 0; i < 1000; i++) {
			Calls.failureOf(pipeline, failing(Integer.MAX_VALUE));
			if (i == 0) {
				this.context.random(0);
			}
		}

		assertThat(this.calls.get() - 1000).isEqualTo(300);
		assertThat(Measures.value(retry, "resilience.retry.attempts")).isEqualTo(300);
		assertThat(Measures.value(retry, "resilience.retry.budget.balance")).isZero();
	}

	@Test
	void retryWhenTheBudgetIsSwitchedOffRetriesWithoutBound() {
		RetryPolicy retry = retry((config) -> config.budgetEnabled(false).waitDuration(Duration.ZERO));

		for (int i = 0; i < 1000; i++) {
			Calls.failureOf(Pipeline.of(retry), failing(Integer.MAX_VALUE));
		}

		assertThat(this.calls).hasValue(3000);
		assertThat(Measures.names(retry)).noneMatch((name) -> name.contains("budget"));
	}

	@Test
	void retryWhenAListenerThrowsGoesOn() throws Exception {
		RetryPolicy retry = new RetryPolicy("payment", RetryConfig.builder().build(),
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener()));

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			assertThat(Calls.call(Pipeline.of(retry), failing(2))).isEqualTo("call 3");
			assertThat(log.messages()).hasSize(2);
		}
	}

	@Test
	void retryWhenItWaitsTellsTheDelayAndTheException() {
		List<String> told = new ArrayList<>();
		PolicyListener listener = new PolicyListener() {

			@Override
			public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
				told.add(retry + " after " + delayNanos + " " + failure);
			}

		};
		RetryPolicy retry = new RetryPolicy("payment",
				RetryConfig.builder().backoff(Backoff.LINEAR).waitDuration(Duration.ofNanos(7)).build(),
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, listener));

		Calls.failureOf(Pipeline.of(retry), new IOException("down"));

		assertThat(told).containsExactly("1 after 7 java.io.IOException: down", "2 after 14 java.io.IOException: down");
	}

	@Test
	void retryWhenResetForgetsItsCalls() {
		RetryPolicy retry = retry((config) -> config.ignoreExceptions(List.of(IOException.class)));
		Pipeline pipeline = Pipeline.of(retry);
		Calls.run(pipeline, "SF");
		Calls.failureOf(pipeline, new IOException());
		Iterator<Boolean> failing = List.of(true, false).iterator();
		Calls.failureOf(pipeline, () -> {
			if (failing.next()) {
				throw new IllegalStateException();
			}
			return "done";
		});
		RetrySnapshot before = retry.snapshot();

		retry.reset();

		assertThat(before).isEqualTo(new RetrySnapshot(3, 1, 1, 1, 1));
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 0, 0));
		assertThat(Measures.value(retry, CALLS, "kind", "failed_with_retry")).as("meters go on").isOne();
	}

	@Test
	void retryWhenMeasuredNamesItsMeasuresAsDocumented() {
		RetryPolicy retry = retry((config) -> config);

		assertThat(retry.type()).isEqualTo(PolicyType.RETRY);
		assertThat(retry.instance()).isEqualTo("payment");
		assertThat(Measures.names(retry)).containsExactlyInAnyOrder(
				"COUNTER resilience.retry.calls {kind=successful_without_retry, name=payment}",
				"COUNTER resilience.retry.calls {kind=successful_with_retry, name=payment}",
				"COUNTER resilience.retry.calls {kind=failed_with_retry, name=payment}",
				"COUNTER resilience.retry.calls {kind=failed_without_retry, name=payment}",
				"COUNTER resilience.retry.attempts {name=payment}", "COUNTER resilience.retry.nested {name=payment}",
				"GAUGE resilience.retry.budget.balance {name=payment}",
				"COUNTER resilience.retry.budget.exhausted {name=payment}");
	}

	@Test
	void retryWhenMeasuredCountsEachCallOnceByItsKind() throws Exception {
		RetryPolicy retry = retry((config) -> config);
		Pipeline pipeline = Pipeline.of(retry);

		Calls.call(pipeline, failing(0));
		this.calls.set(0);
		Calls.call(pipeline, failing(1));
		Calls.fail(pipeline);
		Calls.failureOf(pipeline, new AssertionError());

		for (String kind : List.of("successful_without_retry", "successful_with_retry", "failed_with_retry",
				"failed_without_retry")) {
			assertThat(Measures.value(retry, CALLS, "kind", kind)).as(kind).isOne();
		}
		assertThat(retry.snapshot().attributes()).hasToString("{maxAttempts=3, succeededWithoutRetry=1, "
				+ "succeededWithRetry=1, failedWithRetry=1, failedWithoutRetry=1}");
	}

	/** Fails as often as told, then returns; names each call by its number. */
	private Callable<String> failing(int times) {
		return () -> {
			int number = this.calls.incrementAndGet();
			if (number <= times) {
				throw new IOException("call " + number);
			}
			return "call " + number;
		};
	}

	private RetryPolicy retry(UnaryOperator<RetryConfig.Builder> config) {
		return new RetryPolicy("payment", config.apply(RetryConfig.builder()).build(), this.context.policyContext());
	}

	/**
	 * A time that stands still and keeps nothing.
	 */
	private static final class Stopped implements Ticker {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void sleep(long nanos) {
			if (nanos < 0) {
				throw new AssertionError("a negative delay");
			}
		}

	}

}
