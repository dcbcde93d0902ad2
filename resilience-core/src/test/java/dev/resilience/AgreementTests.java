package dev.resilience;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerSnapshot;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.fallback.FallbackSnapshot;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.retry.RetrySnapshot;
import dev.resilience.testing.Calls;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Measures;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestRung;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Case 20: what measures, snapshots, events, methods and callers say of many threads'
 * calls is the same.
 */
class AgreementTests {

	private static final int THREADS = 64;

	private static final int CALLS = 300;

	private final Tally tally = new Tally();

	private final ManualTicker ticker = new ManualTicker();

	private final PolicyContext context = new PolicyContext(this.ticker, new ManualClock(), () -> 0, this.tally);

	private final BulkheadPolicy bulkhead = new BulkheadPolicy("payment", new BulkheadConfig(4, Duration.ofNanos(1000)),
			this.context);

	private final RetryPolicy retry = new RetryPolicy("payment",
			RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ZERO).budgetRatio(0.1).build(), this.context);

	private final FallbackPolicy fallback = new FallbackPolicy("payment", this.context);

	private final Layer ladder = this.fallback.ladder(new FallbackConfig(
			List.of(TestRung.throwing("first", new IllegalStateException()).accepting(IOException.class),
					TestRung.answering("second", "fallback").accepting(IOException.class)),
			List.of(Exception.class), List.of()));

	@Test
	void case20WindowWhenManyThreadsCallHoldsExactlyTheLastHundred() throws Exception {
		CircuitBreakerPolicy breaker = breaker(CircuitState.METRICS_ONLY);

		callFromManyThreads(breaker, false);

		CircuitBreakerSnapshot snapshot = breaker.snapshot();
		assertThat(snapshot.bufferedCalls()).isEqualTo(100);
		assertThat(snapshot.failureRate()).isEqualTo(snapshot.failedCalls());
		assertAgreement(breaker);
		assertThat(Measures.value(breaker, "resilience.circuitbreaker.calls", "kind", "not_permitted")).isZero();
	}

	@Test
	void case20CountsWhenTheBreakerTripsAndRecoversAllTheTimeAgree() throws Exception {
		CircuitBreakerPolicy breaker = breaker(CircuitState.CLOSED);

		callFromManyThreads(breaker, true);

		assertAgreement(breaker);
		assertThat(this.tally.of("circuit-breaker rejected")).isPositive();
	}

	private void callFromManyThreads(CircuitBreakerPolicy breaker, boolean timePasses) throws Exception {
		Pipeline pipeline = Pipeline.of(this.ladder, this.retry, breaker, this.bulkhead);
		Parallel.run(THREADS, (index) -> {
			Random random = new Random(index);
			for (int i = 0; i < CALLS; i++) {
				if (timePasses && i % 10 == 0) {
					this.ticker.advanceMillis(1);
				}
				int dice = random.nextInt(20);
				this.tally.count("caller " + call(pipeline, dice));
			}
		});
	}

	private String call(Pipeline pipeline, int dice) {
		try {
			return Calls.call(pipeline, () -> method(dice));
		}
		catch (CallRejectedException ex) {
			return "rejected by " + ex.policy().id();
		}
		catch (Exception | Error ex) {
			return ex.getClass().getSimpleName();
		}
	}

	private String method(int dice) throws Exception {
		this.tally.count("method");
		if (dice < 6) {
			this.tally.count("method failed");
			throw new IOException();
		}
		if (dice < 7) {
			this.tally.count("method failed");
			throw new AssertionError();
		}
		if (dice < 9) {
			this.tally.count("method ignored");
			throw new IllegalArgumentException();
		}
		if (dice < 10) {
			this.tally.count("method ignored");
			throw new CancellationException();
		}
		this.tally.count("method successful");
		return "returned";
	}

	private void assertAgreement(CircuitBreakerPolicy breaker) {
		long total = (long) THREADS * CALLS;
		long bulkheadRejected = this.tally.of("bulkhead rejected");
		long breakerRejected = this.tally.of("circuit-breaker rejected");

		assertThat(breakerCalls(breaker, "successful")).isEqualTo(this.tally.of("method successful"));
		assertThat(breakerCalls(breaker, "failed")).isEqualTo(this.tally.of("method failed"));
		assertThat(breakerCalls(breaker, "ignored")).isEqualTo(this.tally.of("method ignored") + bulkheadRejected);
		assertThat(breakerCalls(breaker, "not_permitted")).isEqualTo(breakerRejected);
		assertThat(breaker.snapshot().notPermittedCalls()).isEqualTo(breakerRejected);

		assertThat(Measures.value(this.bulkhead, "resilience.bulkhead.calls", "kind", "permitted"))
			.isEqualTo(this.tally.of("method"));
		assertThat(Measures.value(this.bulkhead, "resilience.bulkhead.calls", "kind", "rejected"))
			.isEqualTo(bulkheadRejected);
		assertThat(this.bulkhead.snapshot().concurrentCalls()).isZero();

		RetrySnapshot retries = this.retry.snapshot();
		assertThat(retries.succeededWithoutRetry() + retries.succeededWithRetry() + retries.failedWithRetry()
				+ retries.failedWithoutRetry())
			.isEqualTo(total);
		assertThat(retries.succeededWithoutRetry() + retries.succeededWithRetry())
			.isEqualTo(this.tally.of("caller returned"))
			.isEqualTo(this.tally.of("method successful"));
		assertThat(Measures.value(this.retry, "resilience.retry.attempts")).isEqualTo(this.tally.of("retry"));
		assertThat(this.tally.of("method") + bulkheadRejected + breakerRejected)
			.isEqualTo(total + this.tally.of("retry"));
		assertThat(Measures.value(this.retry, "resilience.retry.budget.exhausted"))
			.isEqualTo(this.tally.of("budget exhausted"));

		assertThat(this.fallback.snapshot()).isEqualTo(new FallbackSnapshot(this.tally.of("caller fallback"), 0));
		assertThat(this.tally.of("fallback second")).isEqualTo(this.tally.of("caller fallback"));
		assertThat(this.tally.of("fallback failed first")).isEqualTo(this.tally.of("caller fallback"));
		assertThat(Measures.value(this.fallback, "resilience.fallback.calls", "kind", "failed", "rung", "first"))
			.isEqualTo(this.tally.of("caller fallback"));
		assertThat(Measures.value(this.fallback, "resilience.fallback.calls", "kind", "successful", "rung", "second"))
			.isEqualTo(this.tally.of("caller fallback"));

		assertThat(this.tally.of("caller rejected by bulkhead")).isEqualTo(bulkheadRejected);
		assertThat(this.tally.of("caller rejected by circuit-breaker")).isEqualTo(breakerRejected);
		assertThat(this.tally.of("caller returned") + this.tally.of("caller fallback") + bulkheadRejected
				+ breakerRejected + this.tally.of("caller AssertionError")
				+ this.tally.of("caller IllegalArgumentException") + this.tally.of("caller CancellationException"))
			.isEqualTo(total);
	}

	private static double breakerCalls(CircuitBreakerPolicy breaker, String kind) {
		return Measures.value(breaker, "resilience.circuitbreaker.calls", "kind", kind);
	}

	private CircuitBreakerPolicy breaker(CircuitState state) {
		return new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder()
					.initialState(state)
					.failureRateThreshold(45)
					.waitDurationInOpenState(Duration.ofMillis(5))
					.ignoreExceptions(List.of(IllegalArgumentException.class))
					.build(),
				this.context);
	}

	/**
	 * Counts by name what callers, methods and listeners see.
	 */
	private static final class Tally implements PolicyListener {

		private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

		void count(String what) {
			this.counts.computeIfAbsent(what, (key) -> new LongAdder()).increment();
		}

		long of(String what) {
			LongAdder count = this.counts.get(what);
			return (count != null) ? count.sum() : 0;
		}

		@Override
		public void onRejected(String instance, PolicyType policy) {
			count(policy.id() + " rejected");
		}

		@Override
		public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
			count("retry");
		}

		@Override
		public void onBudgetExhausted(String instance, @Nullable Throwable failure) {
			count("budget exhausted");
		}

		@Override
		public void onFallback(String instance, String rung, Throwable cause) {
			count("fallback " + rung);
		}

		@Override
		public void onFallbackFailed(String instance, String rung, Throwable failure) {
			count("fallback failed " + rung);
		}

	}

}
