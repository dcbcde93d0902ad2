package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import io.github.resilience4j.circuitbreaker.internal.SchedulerFactory;
import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker of Resilience4j with time in our hands, in our words. Calls go
 * through its decorator for stages, which lets them run as long as a sequence wants.
 */
final class Resilience4jBreaker {

	private final CircuitBreakerSetup setup;

	private final ManualTicker ticker;

	private final ManualClock clock = new ManualClock();

	private final ManualScheduler scheduler = new ManualScheduler();

	private final CircuitBreaker breaker;

	private final List<String> events = new ArrayList<>();

	private final double[] counters = new double[5];

	/** The first threshold that it has said to be exceeded since the last transition. */
	private @Nullable TransitionCause exceeded;

	Resilience4jBreaker(CircuitBreakerSetup setup) {
		this.setup = setup;
		this.ticker = new ManualTicker(setup.ticksAtStart());
		this.breaker = new CircuitBreakerStateMachine("payment", config(), new SchedulerFactory(this.scheduler));
		this.breaker.getEventPublisher()
			.onSuccess((event) -> count(0, event.getElapsedDuration()))
			.onError((event) -> count(1, event.getElapsedDuration()))
			.onIgnoredError((event) -> this.counters[2]++)
			.onCallNotPermitted((event) -> {
				this.counters[3]++;
				this.events.add("payment: rejected by circuit-breaker");
			})
			.onFailureRateExceeded((event) -> onExceeded(TransitionCause.FAILURE_RATE))
			.onSlowCallRateExceeded((event) -> onExceeded(TransitionCause.SLOW_CALL_RATE))
			.onStateTransition((event) -> onTransition(event.getStateTransition()));
	}

	private CircuitBreakerConfig config() {
		CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.custom()
			.clock(this.clock.withZone(ZoneOffset.UTC))
			.currentTimestampFunction((clock) -> this.ticker.nanoTime(), TimeUnit.NANOSECONDS)
			.minimumNumberOfCalls(this.setup.minimum())
			.failureRateThreshold((float) this.setup.failureRate())
			.slowCallRateThreshold((float) this.setup.slowRate())
			.slowCallDurationThreshold(
					(this.setup.slow() != null) ? this.setup.slow() : Duration.ofNanos(Long.MAX_VALUE))
			.permittedNumberOfCallsInHalfOpenState(this.setup.permitted())
			.maxWaitDurationInHalfOpenState(this.setup.halfOpenWait())
			.waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(this.setup.openWait(),
					this.setup.multiplier(), this.setup.maxOpenWait()))
			.automaticTransitionFromOpenToHalfOpenEnabled(this.setup.automatic())
			.writableStackTraceEnabled(false)
			.initialState(CircuitBreaker.State.valueOf(this.setup.initialState().name()));
		Duration window = this.setup.windowDuration();
		if (window != null) {
			builder.slidingWindowType(SlidingWindowType.TIME_BASED).slidingWindowSize((int) window.toSeconds());
		}
		else {
			builder.slidingWindowType(SlidingWindowType.COUNT_BASED).slidingWindowSize(this.setup.window());
		}
		if (this.setup.recordsOneException()) {
			builder.recordExceptions(IllegalStateException.class, IllegalArgumentException.class);
		}
		if (this.setup.ignoresOneException()) {
			builder.ignoreExceptions(IllegalArgumentException.class);
		}
		if (this.setup.watchesResults()) {
			builder.recordResult("bad"::equals);
		}
		return builder.build();
	}

	private void count(int kind, Duration elapsed) {
		this.counters[kind]++;
		if (this.setup.slowNanos() >= 0 && elapsed.toNanos() > this.setup.slowNanos()) {
			this.counters[4]++;
		}
	}

	private void onExceeded(TransitionCause cause) {
		if (this.exceeded == null) {
			this.exceeded = cause;
		}
	}

	/** It tells a cause only when a threshold trips a closed circuit. */
	private void onTransition(StateTransition transition) {
		String cause = (transition == StateTransition.CLOSED_TO_OPEN && this.exceeded != null)
				? " (" + this.exceeded + ")" : "";
		this.exceeded = null;
		this.events.add("payment: " + transition.getFromState() + " -> " + transition.getToState() + cause);
	}

	/** A call asks: the call that runs then, or null for a rejection. */
	@Nullable Call acquire() {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> promise = this.breaker.executeCompletionStage(() -> work).toCompletableFuture();
		return promise.isCompletedExceptionally() ? null : new Call(work, promise);
	}

	void finish(Call call, Ending ending) {
		Throwable failure = ending.failure();
		if (failure != null) {
			call.work().completeExceptionally(failure);
		}
		else if (ending == Ending.CANCELLATION) {
			call.promise().cancel(false);
		}
		else {
			call.work().complete(ending.result());
		}
	}

	void advance(long nanos) {
		this.scheduler.advance(nanos, (part) -> {
			this.ticker.advance(Duration.ofNanos(part));
			this.clock.step(Duration.ofNanos(part));
		});
	}

	void stepWallClock(Duration step) {
		this.clock.step(step);
	}

	void transitionTo(CircuitState target) {
		try {
			switch (target) {
				case CLOSED -> this.breaker.transitionToClosedState();
				case OPEN -> this.breaker.transitionToOpenState();
				case HALF_OPEN -> this.breaker.transitionToHalfOpenState();
				case DISABLED -> this.breaker.transitionToDisabledState();
				case FORCED_OPEN -> this.breaker.transitionToForcedOpenState();
				case METRICS_ONLY -> this.breaker.transitionToMetricsOnlyState();
			}
		}
		catch (IllegalStateTransitionException ex) {
			// Refused: the state after it tells.
		}
	}

	void reset() {
		this.breaker.reset();
	}

	/**
	 * What it shows, with the values that it has no counterpart for taken from ours.
	 * @param ours what we show
	 */
	CircuitBreakerSnapshot snapshot(CircuitBreakerSnapshot ours) {
		CircuitBreaker.Metrics metrics = this.breaker.getMetrics();
		return new CircuitBreakerSnapshot(CircuitState.valueOf(this.breaker.getState().name()),
				rate(metrics.getFailureRate()), rate(metrics.getSlowCallRate()), metrics.getNumberOfBufferedCalls(),
				metrics.getNumberOfFailedCalls(), metrics.getNumberOfSlowCalls(),
				metrics.getNumberOfNotPermittedCalls(), ours.since(), ours.retryAfter());
	}

	private static @Nullable Double rate(float rate) {
		return (rate >= 0) ? (double) rate : null;
	}

	/** Successful, failed, ignored, not permitted, slow: what its events tell. */
	List<Double> counters() {
		return Arrays.stream(this.counters).boxed().toList();
	}

	List<String> events() {
		return this.events;
	}

	/**
	 * A running call.
	 *
	 * @param work what it waits for
	 * @param promise what the caller has
	 */
	record Call(CompletableFuture<String> work, CompletableFuture<String> promise) {
	}

}
