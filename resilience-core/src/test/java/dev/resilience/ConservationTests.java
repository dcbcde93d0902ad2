package dev.resilience;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.fallback.Rung;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.ThrowingListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * At rest nothing is in flight and every permit is back, however calls ended.
 */
class ConservationTests {

	private static final int TRIALS = 40;

	private final TestContext context = new TestContext();

	private final PolicyContext throwingContext = new PolicyContext(this.context.ticker(), this.context.clock(),
			() -> 0.5, new ThrowingListener());

	private final BulkheadPolicy bulkhead = new BulkheadPolicy("payment", new BulkheadConfig(3, Duration.ZERO),
			this.throwingContext);

	private final CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment",
			CircuitBreakerConfig.builder()
				.permittedNumberOfCallsInHalfOpenState(TRIALS)
				.failureRateThreshold(100)
				.ignoreExceptions(List.of(IllegalArgumentException.class))
				.recordResultPredicate((result) -> {
					if ("predicate throws".equals(result)) {
						throw new AssertionError("predicate");
					}
					return false;
				})
				.build(),
			this.throwingContext);

	private final RetryPolicy retry = new RetryPolicy("payment",
			RetryConfig.builder().maxAttempts(2).budgetEnabled(false).retryResultPredicate((result) -> {
				if ("predicate throws".equals(result)) {
					throw new AssertionError("predicate");
				}
				return false;
			}).build(), this.throwingContext);

	private final Pipeline pipeline = Pipeline.of(this.retry, this.breaker, this.bulkhead);

	/**
	 * The ways a call can end.
	 */
	enum Ending {

		RETURN, EXCEPTION, IGNORED, ERROR, BARE_THROWABLE, PREDICATE_THROWS, INTERRUPTED, CANCELLED, INNER_REJECTION;

		Object end() throws Throwable {
			return switch (this) {
				case RETURN -> "done";
				case EXCEPTION -> throw new IOException();
				case IGNORED -> throw new IllegalArgumentException();
				case ERROR -> throw new AssertionError();
				case BARE_THROWABLE -> throw new Throwable();
				case PREDICATE_THROWS -> "predicate throws";
				case INTERRUPTED -> throw new InterruptedException();
				case CANCELLED -> throw new CancellationException();
				case INNER_REJECTION -> throw new BulkheadFullException("inner", 1, false);
			};
		}

	}

	@ParameterizedTest
	@EnumSource(Ending.class)
	void permitsWhenCallsEndAreBack(Ending ending) throws Exception {
		try (CapturedLog predicates = new CapturedLog(CircuitBreakerPolicy.class);
				CapturedLog retries = new CapturedLog(RetryPolicy.class);
				CapturedLog listeners = new CapturedLog(PolicyListener.class)) {
			this.breaker.transitionTo(CircuitState.METRICS_ONLY);
			Parallel.run(3, (index) -> {
				for (int i = 0; i < 20; i++) {
					call(ending);
				}
			});

			assertThat(listeners.messages()).isNotEmpty();
			assertThat(predicates.messages().isEmpty()).isEqualTo(ending != Ending.PREDICATE_THROWS);
			assertThat(retries.messages().isEmpty()).isEqualTo(ending != Ending.PREDICATE_THROWS);
			assertThat(this.bulkhead.snapshot().concurrentCalls()).isZero();
			assertThat(placesFree(Pipeline.of(this.bulkhead))).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource(Ending.class)
	void trialPermitsWhenCallsEndAreBack(Ending ending) throws Exception {
		try (CapturedLog predicates = new CapturedLog(CircuitBreakerPolicy.class);
				CapturedLog retries = new CapturedLog(RetryPolicy.class);
				CapturedLog listeners = new CapturedLog(PolicyListener.class)) {
			this.breaker.transitionTo(CircuitState.HALF_OPEN);
			call(ending);
			int done = this.breaker.snapshot().bufferedCalls();
			CircuitState state = this.breaker.state();

			if (state == CircuitState.HALF_OPEN) {
				assertThat(placesFree(Pipeline.of(this.breaker))).isEqualTo(TRIALS - done);
			}
			else {
				assertThat(ending).isIn(Ending.RETURN);
			}
			assertThat(predicates.messages()).hasSizeLessThanOrEqualTo(1);
			assertThat(retries.messages()).hasSizeLessThanOrEqualTo(1);
			assertThat(listeners.messages()).isNotEmpty();
		}
	}

	private void call(Ending ending) {
		Invocation invocation = ending::end;
		try {
			this.pipeline.invoke(invocation);
		}
		catch (Throwable ex) {
			Thread.interrupted();
		}
	}

	/** How many calls get in together; all of them end. */
	private static int placesFree(Pipeline pipeline) throws Exception {
		List<HeldCall> held = new ArrayList<>();
		while (true) {
			HeldCall call = HeldCall.started(pipeline);
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> call.hasEntered() || call.hasEnded());
			if (!call.hasEntered()) {
				break;
			}
			held.add(call);
		}
		for (HeldCall call : held) {
			call.fail(new IllegalArgumentException());
		}
		return held.size();
	}

	@Test
	void trialPermitWhenTheCallerIsInterruptedWhileItWaitsForAPlaceIsBack() throws Exception {
		BulkheadPolicy full = new BulkheadPolicy("payment", new BulkheadConfig(1, Duration.ofDays(1)),
				this.context.policyContext());
		CircuitBreakerPolicy oneTrial = new CircuitBreakerPolicy("payment",
				CircuitBreakerConfig.builder().permittedNumberOfCallsInHalfOpenState(1).build(),
				this.context.policyContext());
		HeldCall holder = HeldCall.entered(Pipeline.of(full));
		oneTrial.transitionTo(CircuitState.HALF_OPEN);
		HeldCall waiter = HeldCall.started(Pipeline.of(oneTrial, full));
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> full.snapshot().waitingCalls() == 1);

		waiter.interrupt();
		Throwable failure = waiter.failure();
		holder.succeed();

		assertThat(failure).isInstanceOf(BulkheadFullException.class);
		assertThat(waiter.wasInterruptedAtEnd()).isTrue();
		assertThat(oneTrial.state()).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(Calls.isAdmitted(Pipeline.of(oneTrial, full))).isTrue();
		assertThat(oneTrial.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(full.snapshot().concurrentCalls()).isZero();
	}

	@Test
	void interruptFlagWhenCallsEndIsAsTheMethodLeftIt() throws Exception {
		Callable<String> interrupting = () -> {
			Thread.currentThread().interrupt();
			return "done";
		};

		Calls.succeed(this.pipeline);
		boolean untouched = Thread.currentThread().isInterrupted();
		Calls.call(this.pipeline, interrupting);

		assertThat(untouched).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void throwablesWhenTheirCallsHaveEndedAreNotKept() {
		FallbackPolicy fallback = new FallbackPolicy("payment", this.context.policyContext());
		Pipeline guarded = Pipeline.of(
				fallback.ladder(new FallbackConfig(List.of(new Forgetful()), List.of(Exception.class), List.of())),
				new RetryPolicy("payment", RetryConfig.builder().build(), PolicyContext.system()),
				new CircuitBreakerPolicy("payment", CircuitBreakerConfig.builder().slidingWindowSize(2).build(),
						PolicyContext.system()),
				this.bulkhead);
		List<WeakReference<Throwable>> thrown = new ArrayList<>();

		for (int i = 0; i < 5; i++) {
			Calls.failureOf(guarded, () -> {
				IOException failure = new IOException();
				thrown.add(new WeakReference<>(failure));
				throw failure;
			});
		}

		assertThat(thrown).isNotEmpty();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return thrown.stream().allMatch((reference) -> reference.get() == null);
		});
		assertThat(guarded.policies()).hasSize(4);
	}

	/**
	 * Answers and remembers nothing.
	 */
	private static final class Forgetful implements Rung {

		@Override
		public String name() {
			return "forgetful";
		}

		@Override
		public boolean accepts(Throwable failure) {
			return true;
		}

		@Override
		public Object answer(Invocation invocation, Throwable failure) {
			return "answer";
		}

	}

}
