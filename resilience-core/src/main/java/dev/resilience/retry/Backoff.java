package dev.resilience.retry;

import dev.resilience.internal.Nanos;

/**
 * How the delay before a retry grows. B is {@code wait-duration}, M {@code multiplier}, C
 * {@code max-wait-duration}, n the number of the retry from 1, U a uniform random number,
 * E(n) = min(C, B M^(n-1)). Where B is longer than C, C takes its place.
 * <p>
 * {@code jitter} spreads the first three from d (1 - jitter) to d (1 + jitter). It comes
 * after the cap, so that callers whose delays have all reached the cap still spread.
 * <p>
 * Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015,
 * and its simulator aws-arch-backoff-simulator.
 */
public enum Backoff {

	/** B. */
	CONSTANT {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return spread(delays, delays.waitNanos(), random);
		}
	},

	/** min(C, n B). */
	LINEAR {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return spread(delays, Math.min(delays.maxNanos(), (double) delays.waitNanos() * retry), random);
		}
	},

	/** E(n). */
	EXPONENTIAL {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return spread(delays, delays.exponential(retry), random);
		}
	},

	/** U(0, E(n)). */
	FULL_JITTER {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return between(0, delays.exponential(retry), random);
		}
	},

	/** E(n) / 2 + U(0, E(n) / 2). */
	EQUAL_JITTER {
		@Override
		double nanos(Delays delays, int retry, double random) {
			double exponential = delays.exponential(retry);
			return between(exponential / 2, exponential, random);
		}
	},

	/** s = min(C, U(B, 3 s_prev)), where s_prev is the delay before, at first B. */
	DECORRELATED_JITTER {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return Math.min(delays.maxNanos(), between(delays.waitNanos(), 3.0 * delays.previousNanos(), random));
		}
	},

	/** U(B, C). */
	RANDOM {
		@Override
		double nanos(Delays delays, int retry, double random) {
			return between(delays.waitNanos(), delays.maxNanos(), random);
		}
	};

	abstract double nanos(Delays delays, int retry, double random);

	private static double spread(Delays delays, double nanos, double random) {
		return Nanos.jittered(nanos, delays.jitter(), random);
	}

	private static double between(double low, double high, double random) {
		return low + (high - low) * random;
	}

}
