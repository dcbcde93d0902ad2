package dev.resilience.circuitbreaker;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.resilience.CircuitState;
import org.jspecify.annotations.Nullable;

/**
 * A random configuration for the comparison with the {@link CircuitBreakerModel}, in
 * words that the model understands.
 */
record CircuitBreakerSetup(int window, @Nullable Duration windowDuration, int failuresInRow, int minimum,
		double failureRate, @Nullable Duration slow, double slowRate, int permitted, Duration openWait,
		double multiplier, Duration maxOpenWait, double jitter, double random, Duration halfOpenWait, boolean automatic,
		CircuitState initialState, boolean recordsOneException, boolean ignoresOneException, boolean watchesResults,
		long ticksAtStart) {

	private static final double[] RATES = { 0.1, 10, 33.3, 33.4, 49.5, 50, 66.6, 66.7, 75, 99.9, 100 };

	private static final double[] MULTIPLIERS = { 1, 1.5, 2 };

	private static final long[] STARTS = { 0, -3_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE - 5_000_000_000L,
			Long.MIN_VALUE };

	static CircuitBreakerSetup random(Random random) {
		int window = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 6);
		Duration openWait = Duration.ofMillis(500L * (1 + random.nextInt(6)));
		Duration slow = random.nextBoolean() ? Duration.ofMillis(500L * random.nextInt(4)) : null;
		CircuitState[] states = CircuitState.values();
		CircuitState initial = random.nextInt(4) == 0 ? states[random.nextInt(states.length)] : CircuitState.CLOSED;
		return new CircuitBreakerSetup(window,
				random.nextInt(3) == 0 ? Duration.ofMillis(1000L * (1 + random.nextInt(5))) : null,
				random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0, 1 + random.nextInt(window), rate(random), slow,
				(slow != null) ? rate(random) : 100, 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 3), openWait,
				MULTIPLIERS[random.nextInt(MULTIPLIERS.length)], openWait.multipliedBy(1 + random.nextInt(5)),
				random.nextInt(3) == 0 ? 0.5 : 0, random.nextInt(4) / 4.0,
				Duration.ofMillis(500L * (1 + random.nextInt(6))), random.nextBoolean(),
				(initial != CircuitState.HALF_OPEN) ? initial : CircuitState.OPEN, random.nextInt(4) == 0,
				random.nextBoolean(), random.nextBoolean(), STARTS[random.nextInt(STARTS.length)]);
	}

	/**
	 * A random configuration that Resilience4j can have too. It knows no failures in a
	 * row, its jitter has a random source of its own, and a slow call takes at least a
	 * nanosecond. Finer durations and rates than usual show how it rounds, and a window
	 * of 10 seconds is the one that both cut alike.
	 */
	static CircuitBreakerSetup forResilience4j(Random random) {
		CircuitBreakerSetup any = random(random);
		Duration openWait = finer(any.openWait, random);
		Duration slow = Duration.ZERO.equals(any.slow) ? Duration.ofNanos(1) : any.slow;
		Duration window = (any.windowDuration != null && random.nextInt(3) == 0) ? Duration.ofSeconds(10)
				: any.windowDuration;
		return new CircuitBreakerSetup(any.window, window, 0, any.minimum,
				(random.nextInt(4) == 0) ? 33.3333334 : any.failureRate, slow, any.slowRate, any.permitted, openWait,
				any.multiplier, openWait.multipliedBy(1 + random.nextInt(5)), 0, any.random,
				finer(any.halfOpenWait, random), any.automatic, any.initialState, any.recordsOneException,
				any.ignoresOneException, any.watchesResults, any.ticksAtStart);
	}

	private static Duration finer(Duration duration, Random random) {
		return (random.nextInt(4) == 0) ? duration.plusNanos(400_000) : duration;
	}

	private static double rate(Random random) {
		return RATES[random.nextInt(RATES.length)];
	}

	CircuitBreakerConfig config() {
		CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder()
			.slidingWindowSize(this.window)
			.minimumNumberOfCalls(this.minimum)
			.failureRateThreshold(this.failureRate)
			.slowCallRateThreshold(this.slowRate)
			.permittedNumberOfCallsInHalfOpenState(this.permitted)
			.waitDurationInOpenState(this.openWait)
			.waitDurationMultiplier(this.multiplier)
			.maxWaitDurationInOpenState(this.maxOpenWait)
			.waitDurationJitter(this.jitter)
			.maxWaitDurationInHalfOpenState(this.halfOpenWait)
			.automaticTransitionFromOpenToHalfOpenEnabled(this.automatic)
			.initialState(this.initialState);
		if (this.windowDuration != null) {
			builder.slidingWindowType(SlidingWindowType.TIME_BASED).slidingWindowDuration(this.windowDuration);
		}
		if (this.failuresInRow > 0) {
			builder.consecutiveFailuresThreshold(this.failuresInRow);
		}
		if (this.slow != null) {
			builder.slowCallDurationThreshold(this.slow);
		}
		if (this.recordsOneException) {
			builder.recordExceptions(List.of(IllegalStateException.class, IllegalArgumentException.class));
		}
		if (this.ignoresOneException) {
			builder.ignoreExceptions(List.of(IllegalArgumentException.class, FileNotFoundException.class));
		}
		if (this.watchesResults) {
			builder.recordResultPredicate("bad"::equals);
		}
		return builder.build();
	}

	long slowNanos() {
		return (this.slow != null) ? this.slow.toNanos() : -1;
	}

	/** B M^(n-1), at most the cap, spread by the jitter. */
	long openWaitNanos(int openings) {
		double wait = this.openWait.toNanos();
		for (int i = 1; i < openings; i++) {
			wait = Math.min(wait * this.multiplier, this.maxOpenWait.toNanos());
		}
		return (long) (wait * (1 - this.jitter + 2 * this.jitter * this.random));
	}

	/**
	 * The same as Resilience4j does it: cut to milliseconds after each multiplication.
	 */
	long openWaitInWholeMillis(int openings) {
		long millis = this.openWait.toMillis();
		for (int i = 1; i < openings; i++) {
			millis = (long) (millis * this.multiplier);
		}
		return Math.min(millis, this.maxOpenWait.toMillis()) * 1_000_000;
	}

}
