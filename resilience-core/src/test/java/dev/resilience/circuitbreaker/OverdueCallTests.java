package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.internal.Permit;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.RecordingListener;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls that are slow before they return.
 */
class OverdueCallTests {

	private static final Duration THRESHOLD = Duration.ofSeconds(2);

	private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5_000_000_000L);

	private final RecordingListener listener = new RecordingListener();

	@Test
	void circuitWhenCallsHangOpensWithoutAnyReturning() {
		CircuitBreakerPolicy policy = policy(slow(3));
		policy.acquire(CALL);
		policy.acquire(CALL);
		policy.acquire(CALL);

		this.ticker.advance(THRESHOLD);
		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
		this.ticker.advance(Duration.ofNanos(1));
		assertThatExceptionOfType(CircuitBreakerOpenException.class).isThrownBy(() -> policy.acquire(CALL));

		assertThat(this.listener.transitions()).containsExactly("test: CLOSED -> OPEN (SLOW_CALL_RATE)");
		assertThat(policy.snapshot()).satisfies((snapshot) -> {
			assertThat(snapshot.bufferedCalls()).isZero();
			assertThat(snapshot.slowCalls()).isEqualTo(3);
			assertThat(snapshot.slowCallRate()).isEqualTo(100.0);
			assertThat(snapshot.failureRate()).isNull();
		});
	}

	@Test
	void overdueCallWhenItReturnsIsCountedOnce() {
		CircuitBreakerPolicy policy = policy(slow(10));
		Permit hanging = policy.acquire(CALL);
		this.ticker.advance(THRESHOLD.plusNanos(1));
		assertThat(policy.snapshot()).satisfies((snapshot) -> {
			assertThat(snapshot.slowCalls()).isOne();
			assertThat(snapshot.bufferedCalls()).isZero();
		});

		hanging.success(CALL, "late");

		assertThat(policy.snapshot()).satisfies((snapshot) -> {
			assertThat(snapshot.slowCalls()).isOne();
			assertThat(snapshot.bufferedCalls()).isOne();
		});
	}

	@Test
	void overdueCallWhenCancelledIsForgotten() {
		CircuitBreakerPolicy policy = policy(slow(10));
		Permit cancelled = policy.acquire(CALL);
		Permit ignored = policy.acquire(CALL);
		this.ticker.advance(THRESHOLD.plusNanos(1));
		assertThat(policy.snapshot().slowCalls()).isEqualTo(2);

		cancelled.cancelled(CALL);
		ignored.failure(CALL, new CircuitBreakerOpenException("inner", CircuitState.OPEN, null));

		assertThat(policy.snapshot().slowCalls()).isZero();
		assertThat(policy.snapshot().bufferedCalls()).isZero();
	}

	@Test
	void rateWhenSomeReturnAndSomeAreOverdueHasThemOnBothSides() {
		CircuitBreakerPolicy policy = policy(slow(4).slowCallRateThreshold(75));
		policy.acquire(CALL);
		policy.acquire(CALL);
		policy.acquire(CALL).success(CALL, "fast");
		policy.acquire(CALL).success(CALL, "fast");

		this.ticker.advance(THRESHOLD.plusNanos(1));

		assertThat(policy.snapshot().slowCallRate()).isEqualTo(50.0);
		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void trialWhenOverdueReopensCircuit() {
		CircuitBreakerPolicy policy = policy(slow(3).permittedNumberOfCallsInHalfOpenState(2)
			.slowCallRateThreshold(50)
			.maxWaitDurationInHalfOpenState(Duration.ofMinutes(1)));
		policy.transitionTo(CircuitState.HALF_OPEN);
		Permit trial = policy.acquire(CALL);

		this.ticker.advance(THRESHOLD.plusNanos(1));

		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
		trial.success(CALL, "late");
		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
		assertThat(this.listener.transitions()).last().isEqualTo("test: HALF_OPEN -> OPEN (SLOW_CALL_RATE)");
	}

	@Test
	void metricsOnlyWhenCallsHangShowsThemAndDoesNotOpen() {
		CircuitBreakerPolicy policy = policy(slow(1));
		policy.transitionTo(CircuitState.METRICS_ONLY);
		policy.acquire(CALL);

		this.ticker.advance(THRESHOLD.plusNanos(1));

		assertThat(policy.state()).isEqualTo(CircuitState.METRICS_ONLY);
		assertThat(policy.snapshot().slowCalls()).isOne();
	}

	@Test
	void overdueWhenCallsComeAndGoAtRandomEqualsThatOfList() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		long threshold = 1_000;
		InFlightCalls calls = new InFlightCalls(this.ticker.nanoTime(), threshold);
		List<long[]> model = new ArrayList<>();

		for (int step = 0; step < 50_000; step++) {
			this.ticker.advance(Duration.ofNanos(random.nextInt(100)));
			long now = this.ticker.nanoTime();
			if (model.size() < 200 && random.nextInt(3) > 0) {
				model.add(new long[] { calls.enter(now), now });
			}
			else if (!model.isEmpty()) {
				calls.leave((int) model.remove(random.nextInt(model.size()))[0]);
			}
			if (random.nextInt(4) == 0) {
				long expected = model.stream().filter((call) -> now - call[1] > threshold).count();
				assertThat(calls.overdue(now)).as("seed %d, step %d", seed, step).isEqualTo((int) expected);
			}
		}
	}

	@Test
	void circuitWhenAFastCallCompletesTheMinimumOpensBySlowCalls() {
		CircuitBreakerPolicy policy = policy(slow(2).slowCallRateThreshold(50));
		Permit slow = policy.acquire(CALL);
		this.ticker.advance(THRESHOLD.plusNanos(1));
		slow.success(CALL, "slow");

		policy.acquire(CALL).success(CALL, "fast");

		assertThat(this.listener.transitions()).containsExactly("test: CLOSED -> OPEN (SLOW_CALL_RATE)");
	}

	@Test
	void overdueCallWhenItCompletesTheMinimumOpens() {
		CircuitBreakerPolicy policy = policy(slow(2).slowCallRateThreshold(50));
		policy.acquire(CALL).success(CALL, "fast");
		policy.acquire(CALL);

		this.ticker.advance(THRESHOLD.plusNanos(1));

		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void trialWhenOverdueOpensForALongerWait() {
		CircuitBreakerPolicy policy = policy(slow(1).initialState(CircuitState.OPEN)
			.waitDurationInOpenState(Duration.ofSeconds(1))
			.waitDurationMultiplier(2)
			.permittedNumberOfCallsInHalfOpenState(1));
		this.ticker.advance(Duration.ofSeconds(1));
		policy.acquire(CALL);

		this.ticker.advance(THRESHOLD.plusNanos(1));

		assertThat(policy.state()).isEqualTo(CircuitState.OPEN);
		assertThat(policy.snapshot().retryAfter()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void trialWhenCancelledGivesItsPermitBack() {
		CircuitBreakerPolicy policy = policy(slow(1).permittedNumberOfCallsInHalfOpenState(1));
		policy.transitionTo(CircuitState.HALF_OPEN);

		policy.acquire(CALL).cancelled(CALL);
		policy.acquire(CALL).success(CALL, "done");

		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void overdueWhenThreadsRaceIsNothingAtRest() throws Exception {
		InFlightCalls calls = new InFlightCalls(this.ticker.nanoTime(), 3);
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Boolean>> tasks = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				tasks.add(() -> {
					for (int i = 0; i < 50_000; i++) {
						int slot = calls.enter(this.ticker.nanoTime());
						this.ticker.advance(Duration.ofNanos(1));
						assertThat(calls.overdue(this.ticker.nanoTime())).isBetween(0, threads);
						calls.leave(slot);
					}
					return true;
				});
			}
			for (Future<Boolean> done : executor.invokeAll(tasks)) {
				assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}

		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(calls.overdue(this.ticker.nanoTime())).isZero();
	}

	@Test
	void cancellationWhenThrownLeavesNothingInFlight() {
		CircuitBreakerPolicy policy = policy(slow(1));
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Pipeline.of(policy).call(() -> {
			throw new CancellationException();
		}));

		this.ticker.advance(THRESHOLD.multipliedBy(2));

		assertThat(policy.state()).isEqualTo(CircuitState.CLOSED);
		assertThat(policy.snapshot().slowCalls()).isZero();
	}

	private static CircuitBreakerConfig.Builder slow(int minimum) {
		return CircuitBreakerConfig.builder().slowCallDurationThreshold(THRESHOLD).minimumNumberOfCalls(minimum);
	}

	private CircuitBreakerPolicy policy(CircuitBreakerConfig.Builder config) {
		return new CircuitBreakerPolicy("test", config.build(),
				new PolicyContext(this.ticker, InstantSource.system(), () -> 0.5, this.listener));
	}

}
