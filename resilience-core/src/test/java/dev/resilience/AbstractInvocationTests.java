package dev.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.circuitbreaker.SlidingWindowType;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.fallback.Rung;
import dev.resilience.retry.Backoff;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class AbstractInvocationTests {

	private final ManualTicker time = new ManualTicker();

	private final AtomicInteger readings = new AtomicInteger();

	private final Ticker ticker = new Ticker() {

		@Override
		public long nanoTime() {
			AbstractInvocationTests.this.readings.incrementAndGet();
			return AbstractInvocationTests.this.time.nanoTime();
		}

		@Override
		public void sleep(long nanos) throws InterruptedException {
			AbstractInvocationTests.this.time.sleep(nanos);
		}

	};

	private final PolicyContext context = new PolicyContext(this.ticker, new TestContext().clock(), () -> 0.5,
			PolicyListener.all());

	@Test
	void nanoTimeWhenNothingTookTimeIsReadOnce() {
		AbstractInvocation invocation = new Returning();
		long first = invocation.nanoTime(this.ticker);
		this.time.advanceMillis(5);

		long second = invocation.nanoTime(this.ticker);

		assertThat(second).isEqualTo(first);
		assertThat(this.readings).hasValue(1);
	}

	@Test
	void nanoTimeWhenTimePassedIsReadAgain() {
		AbstractInvocation invocation = new Returning();
		long first = invocation.nanoTime(this.ticker);
		this.time.advanceMillis(5);
		invocation.timePassed();

		assertThat(invocation.nanoTime(this.ticker) - first).isEqualTo(5_000_000);
	}

	@Test
	void nanoTimeWhenAnotherTickerIsAskedIsOfThatTicker() {
		AbstractInvocation invocation = new Returning();
		invocation.nanoTime(this.ticker);

		assertThat(invocation.nanoTime(new ManualTicker(77))).isEqualTo(77);
		assertThat(invocation.nanoTime(this.ticker)).isEqualTo(this.time.nanoTime());
	}

	/** With everything on that needs the time, and a stage outside that takes it too. */
	@ParameterizedTest
	@EnumSource
	void healthyCallWhenEveryPolicyNeedsTheTimeReadsTheClockTwice(SlidingWindowType window) throws Throwable {
		Pipeline pipeline = pipeline(window);
		this.readings.set(0);

		for (int i = 0; i < 100; i++) {
			Returning invocation = new Returning();
			long started = invocation.nanoTime(this.ticker);
			pipeline.invoke(invocation);
			assertThat(invocation.nanoTime(this.ticker) - started).isEqualTo(3_000_000);
		}

		assertThat(this.readings).hasValue(200);
	}

	@Test
	void callWhenItIsRetriedKnowsTheTimeOfEachAttempt() throws Throwable {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().slowCallDurationThreshold(Duration.ofMillis(3)).build(), this.context);
		RetryPolicy retry = new RetryPolicy("payment",
				RetryConfig.builder().backoff(Backoff.CONSTANT).waitDuration(Duration.ofSeconds(7)).build(),
				this.context);
		int[] attempts = { 0 };
		AbstractInvocation invocation = new AbstractInvocation() {

			@Override
			public String proceed() {
				AbstractInvocationTests.this.time.advanceMillis(3);
				if (attempts[0]++ < 2) {
					throw new IllegalStateException("expected");
				}
				return "done";
			}

		};

		Pipeline.of(retry, breaker).invoke(invocation);

		assertThat(attempts).containsExactly(3);
		assertThat(breaker.snapshot().slowCalls()).isZero();
	}

	@Test
	void callWhenItWaitedForAPlaceKnowsTheTimeAfterTheWait() throws Exception {
		BulkheadPolicy bulkhead = new BulkheadPolicy("payment",
				BulkheadConfig.builder().maxConcurrentCalls(1).maxWaitDuration(Duration.ofSeconds(30)).build(),
				this.context);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);
		AbstractInvocation invocation = new AbstractInvocation() {

			@Override
			public Object proceed() {
				return nanoTime(AbstractInvocationTests.this.ticker);
			}

		};
		long before = invocation.nanoTime(this.ticker);
		CompletableFuture<Object> waiter = CompletableFuture.supplyAsync(() -> invoke(pipeline, invocation));
		Awaitility.await().until(() -> bulkhead.snapshot().waitingCalls() == 1);

		this.time.advanceMillis(60);
		holder.succeed();

		assertThat(waiter.get(10, TimeUnit.SECONDS)).isEqualTo(before + 60_000_000);
	}

	@Test
	void callWhenAFallbackAnswersSaysSoAndKnowsTheTimeAfterIt() {
		FallbackPolicy fallback = new FallbackPolicy("payment", this.context);
		Rung slow = TestRung.calling("slow", () -> {
			this.time.advanceMillis(8);
			return "fallback";
		});
		AbstractInvocation invocation = new AbstractInvocation() {

			@Override
			public String proceed() {
				throw new IllegalStateException("expected");
			}

		};
		long before = invocation.nanoTime(this.ticker);
		Layer reading = layer(PolicyType.RETRY, (next) -> (call) -> {
			try {
				return next.call(call);
			}
			finally {
				call.nanoTime(this.ticker);
			}
		});

		Object answer = invoke(Pipeline
			.of(fallback.ladder(new FallbackConfig(List.of(slow), List.of(Exception.class), List.of())), reading),
				invocation);

		assertThat(answer).isEqualTo("fallback");
		assertThat(invocation.isAnsweredByFallback()).isTrue();
		assertThat(invocation.nanoTime(this.ticker)).isEqualTo(before + 8_000_000);
	}

	@Test
	void callWhenTheMethodAnswersSaysSo() {
		AbstractInvocation invocation = new Returning();
		FallbackPolicy fallback = new FallbackPolicy("payment", this.context);

		invoke(Pipeline.of(fallback.ladder(new FallbackConfig(List.of(TestRung.answering("basic", "fallback")),
				List.of(Exception.class), List.of()))), invocation);

		assertThat(invocation.isAnsweredByFallback()).isFalse();
	}

	private static @Nullable Object invoke(Pipeline pipeline, Invocation invocation) {
		try {
			return pipeline.invoke(invocation);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static Layer layer(PolicyType type, UnaryOperator<Stage> around) {
		return new Layer() {

			@Override
			public PolicyType type() {
				return type;
			}

			@Override
			public Stage around(Stage next) {
				return around.apply(next);
			}

		};
	}

	private Pipeline pipeline(SlidingWindowType window) {
		return Pipeline.of(
				new RetryPolicy("payment", RetryConfig.builder().maxDuration(Duration.ofSeconds(9)).build(),
						this.context),
				new CircuitBreakerPolicy("payment",
						CircuitBreakerConfig.builder()
							.slidingWindowType(window)
							.slowCallDurationThreshold(Duration.ofSeconds(1))
							.build(),
						this.context),
				new BulkheadPolicy("payment", BulkheadConfig.builder().maxWaitDuration(Duration.ofSeconds(1)).build(),
						this.context));
	}

	private final class Returning extends AbstractInvocation {

		@Override
		public @Nullable Object proceed() {
			AbstractInvocationTests.this.time.advanceMillis(3);
			return "done";
		}

	}

}
