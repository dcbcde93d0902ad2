package dev.resilience;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.Calls;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A retried call around one with a retry and a fallback.
 */
class NestedFallbackTests {

	private static final IOException CONSTANT = new IOException("constant");

	private final TestContext context = new TestContext();

	private final AtomicInteger calls = new AtomicInteger();

	private final Pipeline outer = Pipeline.of(retry("outer"));

	@Test
	void retryWhenAFallbackInsideAnsweredIsASuccess() throws Exception {
		Pipeline inner = inner(TestRung.answering("rung", "answer"));

		assertThat(Calls.call(this.outer, () -> inner.call(this::fail))).isEqualTo("answer");
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void retryWhenAFallbackInsideAnsweredRetriesTheSameExceptionOfItsOwn() {
		Pipeline inner = inner(TestRung.answering("rung", "answer"));

		Calls.failureOf(this.outer, () -> {
			inner.call(this::fail);
			throw CONSTANT;
		});

		assertThat(this.calls).hasValue(4);
	}

	@Test
	void retryWhenTheFallbackInsideFailedDoesNotRetry() {
		NonSuppressing other = new NonSuppressing();
		Pipeline inner = inner(TestRung.throwing("rung", other));

		assertThat(Calls.failureOf(this.outer, () -> inner.call(this::fail))).isSameAs(other);
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void retryWhenAFallbackFailedThatHadNoRetryInsideRetries() {
		NonSuppressing other = new NonSuppressing();
		Pipeline earlier = inner(TestRung.answering("rung", "answer"));
		Pipeline inner = Pipeline.of(fallback(TestRung.throwing("rung", other)));
		Callable<Object> call = () -> inner.call(this::fail);
		Calls.failureOf(Pipeline.of(retry("inner")), this::fail);
		Calls.failureOf(earlier, this::fail);
		Calls.failureOf(Pipeline.of(retry("inner")), this::fail);
		this.calls.set(0);

		Calls.failureOf(this.outer, call);

		assertThat(this.calls).hasValue(2);
	}

	private Object fail() throws IOException {
		this.calls.incrementAndGet();
		throw CONSTANT;
	}

	private Pipeline inner(TestRung rung) {
		return Pipeline.of(fallback(rung), retry("inner"));
	}

	private Layer fallback(TestRung rung) {
		return new FallbackPolicy("inner", this.context.policyContext())
			.ladder(new FallbackConfig(List.of(rung), List.of(Exception.class), List.of()));
	}

	private RetryPolicy retry(String instance) {
		return new RetryPolicy(instance, RetryConfig.builder().maxAttempts(2).build(), this.context.policyContext());
	}

	/**
	 * An exception that takes no suppressed ones.
	 */
	private static final class NonSuppressing extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NonSuppressing() {
			super("other", null, false, false);
		}

	}

}
