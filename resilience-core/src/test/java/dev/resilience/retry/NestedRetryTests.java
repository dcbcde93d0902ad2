package dev.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.resilience.Pipeline;
import dev.resilience.testing.Calls;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Retried calls inside of retried calls. With a fallback in between: see
 * {@code NestedFallbackTests} of the root package.
 */
class NestedRetryTests {

	private static final String NESTED = "resilience.retry.nested";

	private final TestContext context = new TestContext();

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void retriesWhenThreeLayersOfFourAreNestedCallFourTimesAndNotSixtyFour() {
		RetryPolicy outer = four("outer");
		RetryPolicy middle = four("middle");
		RetryPolicy inner = four("inner");

		Throwable failure = Calls.failureOf(Pipeline.of(outer), nest(middle, nest(inner, this::fail)));

		assertThat(this.calls).hasValue(4);
		assertThat(failure).isExactlyInstanceOf(IOException.class).hasMessage("call 4");
		assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
			.containsExactly("call 1", "call 2", "call 3");
		assertThat(inner.snapshot()).isEqualTo(new RetrySnapshot(4, 0, 0, 1, 0));
		assertThat(middle.snapshot()).isEqualTo(new RetrySnapshot(4, 0, 0, 0, 1));
		assertThat(outer.snapshot()).isEqualTo(new RetrySnapshot(4, 0, 0, 0, 1));
		assertThat(List.of(nested(outer), nested(middle), nested(inner))).containsExactly(1.0, 1.0, 0.0);
		assertThat(this.context.events().events()).endsWith("inner: retries exhausted after 4",
				"middle: retries exhausted after 1", "outer: retries exhausted after 1");
	}

	@Test
	void retriesWhenConfiguredToMultiplyDo() {
		UnaryOperator<RetryConfig.Builder> multiplying = (config) -> config.maxAttempts(4).nestedRetriesEnabled(true);
		RetryPolicy outer = retry("outer", multiplying);

		Calls.failureOf(Pipeline.of(outer),
				nest(retry("middle", multiplying), nest(retry("inner", multiplying), this::fail)));

		assertThat(this.calls).hasValue(64);
		assertThat(nested(outer)).isZero();
	}

	@Test
	void retryWhenTheFailureWasWrappedKnowsItByItsCause() {
		Throwable failure = Calls.failureOf(Pipeline.of(four("outer")), () -> {
			try {
				return nest(four("inner"), this::fail).call();
			}
			catch (IOException ex) {
				throw new IllegalStateException("wrapped", new RuntimeException(ex));
			}
		});

		assertThat(failure).hasMessage("wrapped");
		assertThat(this.calls).hasValue(4);
	}

	@Test
	void retryWhenItsOwnFailureComesAfterAnInnerCallWasCaughtRetries() {
		Calls.failureOf(Pipeline.of(four("outer")), () -> {
			Calls.failureOf(Pipeline.of(retry("inner", (config) -> config.maxAttempts(2))), this::fail);
			throw new IOException("own");
		});

		assertThat(this.calls).hasValue(8);
	}

	@Test
	void retryWhenTheExceptionIsAConstantKnowsItEachTime() {
		IOException constant = new Constant();
		Pipeline outer = Pipeline.of(four("outer"));
		Callable<Object> inner = nest(four("inner"), () -> fail(constant));

		assertThat(Calls.failureOf(outer, inner)).isSameAs(constant).hasNoSuppressedExceptions();
		assertThat(this.calls).hasValue(4);
		assertThat(Calls.failureOf(outer, () -> fail(constant))).isSameAs(constant);
		assertThat(this.calls).as("four more, of a call without a nested one").hasValue(8);
		Calls.failureOf(outer, inner);
		assertThat(this.calls).hasValue(12);
	}

	@Test
	void retryWhenAnotherInnerCallFailedDoesNotMistakeAConstantOfAnEarlierCall() {
		IOException constant = new Constant();
		Pipeline inner = Pipeline.of(retry("inner", (config) -> config.maxAttempts(2)));
		AtomicInteger attempts = new AtomicInteger();
		Calls.failureOf(inner, () -> fail(constant));

		Calls.failureOf(Pipeline.of(four("outer")), () -> {
			attempts.incrementAndGet();
			Calls.failureOf(inner, this::fail);
			throw constant;
		});

		assertThat(attempts).hasValue(4);
	}

	@Test
	void retryWhenTheInnerCallEndedWithWhatItDoesNotRetryRetries() {
		RetryPolicy inner = retry("inner", (config) -> config.retryExceptions(List.of(IOException.class)));
		AtomicInteger attempts = new AtomicInteger();

		Calls.failureOf(Pipeline.of(four("outer")), () -> {
			attempts.incrementAndGet();
			AtomicInteger innerAttempts = new AtomicInteger();
			return nest(inner, () -> {
				if (innerAttempts.incrementAndGet() == 1) {
					throw new IOException("once more");
				}
				throw new IllegalStateException("an answer");
			}).call();
		});

		assertThat(attempts).hasValue(4);
	}

	@Test
	void retryWhenOnlyAnEarlierAttemptHadANestedCallRetriesTheLaterOne() {
		IOException constant = new Constant();
		RetryPolicy outer = four("outer");
		Pipeline inner = Pipeline.of(retry("inner", (config) -> config.maxAttempts(2)));
		AtomicInteger attempts = new AtomicInteger();

		Calls.failureOf(Pipeline.of(outer), () -> {
			if (attempts.incrementAndGet() == 1) {
				Calls.failureOf(inner, () -> fail(constant));
				throw new IOException("own");
			}
			throw constant;
		});

		assertThat(attempts).hasValue(4);
	}

	@Test
	void retryWhenTheInnerCallGaveUpForItsBudgetOrItsTimeDoesNotRetryEither() {
		for (RetryPolicy inner : List.of(retry("inner", (config) -> config.budgetMinPerSecond(0)),
				retry("inner", (config) -> config.maxDuration(Duration.ZERO)))) {
			this.calls.set(0);

			Calls.failureOf(Pipeline.of(four("outer")), nest(inner, this::fail));

			assertThat(this.calls).hasValue(1);
		}
	}

	@Test
	void retryWhenTheInnerCallDoesNotRetryAtAllRetries() {
		Calls.failureOf(Pipeline.of(four("outer")),
				nest(retry("inner", (config) -> config.maxAttempts(1)), this::fail));
		assertThat(this.calls).hasValue(4);

		Calls.failureOf(Pipeline.of(four("outer")),
				nest(retry("inner", (config) -> config.ignoreExceptions(List.of(IOException.class))), this::fail));
		assertThat(this.calls).hasValue(8);
	}

	@Test
	void retryWhenItHasOneAttemptOnlyCountsNothingAsNested() {
		RetryPolicy outer = retry("outer", (config) -> config.maxAttempts(1));

		Calls.failureOf(Pipeline.of(outer), nest(four("inner"), this::fail));

		assertThat(nested(outer)).isZero();
	}

	@Test
	void retryWhenManyInnerCallsFailedStillKnowsTheNewestOfThem() {
		List<IOException> failures = IntStream.range(0, 100).mapToObj((n) -> new IOException("inner " + n)).toList();
		Pipeline inner = Pipeline.of(retry("inner", (config) -> config.maxAttempts(2).budgetEnabled(false)));
		AtomicInteger attempts = new AtomicInteger();

		Calls.failureOf(Pipeline.of(four("outer")), () -> {
			attempts.incrementAndGet();
			failures.forEach((failure) -> Calls.failureOf(inner, () -> fail(failure)));
			throw failures.get(95);
		});

		assertThat(attempts).hasValue(1);
	}

	@Test
	void retryWhenTheInnerCallRanOnAnotherThreadDoesNotKnow() {
		Calls.failureOf(Pipeline.of(retry("outer", (config) -> config.maxAttempts(2))), () -> {
			try {
				return CompletableFuture.supplyAsync(() -> Calls.failureOf(Pipeline.of(four("inner")), this::fail))
					.thenApply((failure) -> {
						throw new IllegalStateException(failure);
					})
					.get(10, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				throw (RuntimeException) ex.getCause();
			}
		});

		assertThat(this.calls).hasValue(8);
	}

	private Object fail() throws IOException {
		throw new IOException("call " + this.calls.incrementAndGet());
	}

	private Object fail(IOException failure) throws IOException {
		this.calls.incrementAndGet();
		throw failure;
	}

	private static Callable<Object> nest(RetryPolicy retry, Callable<Object> callable) {
		Pipeline pipeline = Pipeline.of(retry);
		return () -> pipeline.call(callable);
	}

	private static double nested(RetryPolicy retry) {
		return Measures.value(retry, NESTED);
	}

	private RetryPolicy four(String instance) {
		return retry(instance, (config) -> config.maxAttempts(4));
	}

	private RetryPolicy retry(String instance, UnaryOperator<RetryConfig.Builder> config) {
		return new RetryPolicy(instance, config.apply(RetryConfig.builder()).build(), this.context.policyContext());
	}

	/**
	 * An exception without a stack trace, to be thrown again and again.
	 */
	private static final class Constant extends IOException {

		private static final long serialVersionUID = 1L;

		Constant() {
			super("constant");
		}

		@Override
		public Throwable fillInStackTrace() {
			return this;
		}

	}

}
