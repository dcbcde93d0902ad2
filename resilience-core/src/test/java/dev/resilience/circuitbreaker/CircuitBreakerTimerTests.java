package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.CircuitState;
import dev.resilience.PolicyContext;
import dev.resilience.Scheduler;
import dev.resilience.Ticker;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.RecordingListener;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The timer of the automatic transitions: when it is set, and that nothing is left of it.
 */
class CircuitBreakerTimerTests {

	private final ManualTicker ticker = new ManualTicker();

	private final RecordingListener events = new RecordingListener();

	private final ManualScheduler scheduler = new ManualScheduler();

	private final PolicyContext context = new PolicyContext(this.ticker, new ManualClock(), () -> 0.5, this.events,
			this.scheduler);

	@Test
	void timerWhenTheWaitsEndMakesTheTransitionsThatNobodyLooksFor() {
		openBreaker();

		assertThat(this.scheduler.delays()).containsExactly(Duration.ofSeconds(1));

		this.ticker.advance(Duration.ofSeconds(1));
		this.scheduler.fire();

		assertThat(this.events.transitions()).containsExactly("payment: OPEN -> HALF_OPEN (OPEN_WAIT_OVER)");
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofSeconds(7));

		this.ticker.advance(Duration.ofSeconds(7));
		this.scheduler.fire();

		assertThat(this.events.transitions()).hasSize(2).endsWith("payment: HALF_OPEN -> OPEN (NO_TRIAL_CALL)");
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofSeconds(1));
	}

	@Test
	void timerWhenItFiresEarlyIsSetAgainForTheRest() {
		openBreaker();

		this.ticker.advanceMillis(999);
		this.scheduler.fire();

		assertThat(this.events.transitions()).isEmpty();
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofMillis(1));
	}

	@Test
	void timerWhenTheWaitEndsWhileItLooksIsSetAgain() {
		AtomicLong nanos = new AtomicLong();
		AtomicLong nanosPerReading = new AtomicLong();
		Ticker moving = new Ticker() {

			@Override
			public long nanoTime() {
				return nanos.getAndAdd(nanosPerReading.get());
			}

			@Override
			public void sleep(long nanos) {
			}

		};
		openBreaker(new PolicyContext(moving, new ManualClock(), () -> 0.5, this.events, this.scheduler));

		nanos.set(999_999_999);
		nanosPerReading.set(1);
		this.scheduler.fire();

		assertThat(this.events.transitions()).isEmpty();
		assertThat(this.scheduler.delays()).containsExactly(Duration.ZERO);
	}

	@Test
	void timerWhenJitterLeavesNoWaitIsSetAtOnce() {
		openBreaker(new PolicyContext(this.ticker, new ManualClock(), () -> 0, this.events, this.scheduler));

		assertThat(this.scheduler.delays()).containsExactly(Duration.ZERO);
	}

	@Test
	void timerWhenACallMadeTheTransitionIsThatOfTheNextState() {
		CircuitBreakerPolicy breaker = openBreaker();

		this.ticker.advance(Duration.ofSeconds(1));
		breaker.acquire(CALL);

		assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofSeconds(7));
	}

	@Test
	void timerWhenNothingCanBecomeDueIsNotSet() {
		new CircuitBreakerPolicy("payment", CircuitBreakerConfig.builder().initialState(CircuitState.OPEN).build(),
				this.context);
		new CircuitBreakerPolicy("payment", CircuitBreakerConfig.builder().build(), this.context);

		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void timerWhenTheCircuitIsResetIsCancelled() {
		CircuitBreakerPolicy breaker = openBreaker();

		breaker.reset();

		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void timerWhenTheCircuitIsForcedOpenIsCancelled() {
		CircuitBreakerPolicy breaker = openBreaker();

		breaker.transitionTo(CircuitState.FORCED_OPEN);

		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void timerWhenItFiresForAStateThatHasEndedDoesNothing() {
		CircuitBreakerPolicy breaker = openBreaker();
		Runnable old = this.scheduler.pending().get(0).task();
		breaker.reset();
		this.ticker.advanceMillis(900);
		breaker.transitionTo(CircuitState.OPEN);

		this.ticker.advanceMillis(100);
		old.run();

		assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
		assertThat(this.events.transitions()).containsExactly("payment: OPEN -> CLOSED (RESET)",
				"payment: CLOSED -> OPEN (OPERATOR)");
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofMillis(900));
	}

	private CircuitBreakerPolicy openBreaker() {
		return openBreaker(this.context);
	}

	private static CircuitBreakerPolicy openBreaker(PolicyContext context) {
		CircuitBreakerConfig config = CircuitBreakerConfig.builder()
			.initialState(CircuitState.OPEN)
			.automaticTransitionFromOpenToHalfOpenEnabled(true)
			.waitDurationInOpenState(Duration.ofSeconds(1))
			.waitDurationJitter(1)
			.maxWaitDurationInHalfOpenState(Duration.ofSeconds(7))
			.build();
		return new CircuitBreakerPolicy("payment", config, context);
	}

	/**
	 * Remembers what is pending, and runs it when told to.
	 */
	private static final class ManualScheduler implements Scheduler {

		private final List<Pending> pending = new ArrayList<>();

		@Override
		public Runnable schedule(Runnable task, long delayNanos) {
			Pending added = new Pending(task, Duration.ofNanos(delayNanos));
			this.pending.add(added);
			return () -> this.pending.remove(added);
		}

		List<Pending> pending() {
			return this.pending;
		}

		List<Duration> delays() {
			return this.pending.stream().map(Pending::delay).toList();
		}

		void fire() {
			this.pending.remove(0).task().run();
		}

	}

	private record Pending(Runnable task, Duration delay) {
	}

}
