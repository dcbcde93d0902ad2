package dev.resilience.retry;

import java.util.function.DoubleSupplier;

import dev.resilience.internal.Nanos;

/**
 * The delays of one logical call, one after the other. Made when the first retry is due;
 * used by one thread at a time. Computes in double and saturates, so that no number of
 * attempts and no duration overflows.
 */
final class Delays {

	private final Backoff backoff;

	private final long waitNanos;

	private final double multiplier;

	private final long maxNanos;

	private final double jitter;

	private final DoubleSupplier random;

	private long previousNanos;

	Delays(RetryConfig config, DoubleSupplier random) {
		this.backoff = config.backoff();
		this.multiplier = config.multiplier();
		this.maxNanos = Nanos.of(config.maxWaitDuration());
		this.waitNanos = Math.min(Nanos.of(config.waitDuration()), this.maxNanos);
		this.jitter = config.jitter();
		this.random = random;
		this.previousNanos = this.waitNanos;
	}

	/**
	 * The next delay: max(backoff, hint U(1, 1.5)), where the cap bounds what is added to
	 * the hint. So callers that were told the same moment come back apart.
	 * @param retry the number of the retry, from 1
	 * @param hintNanos how long the server wants to be left alone; negative if it does
	 * not say
	 * @return nanoseconds; negative if the hint is longer than the cap
	 */
	long next(int retry, long hintNanos) {
		if (hintNanos < 0) {
			return next(retry);
		}
		if (hintNanos > this.maxNanos) {
			return -1;
		}
		double spread = hintNanos * (1 + this.random.getAsDouble() / 2);
		return Math.max(next(retry), (long) Math.min(this.maxNanos, spread));
	}

	/**
	 * The next delay of the backoff.
	 * @param retry the number of the retry, from 1
	 * @return nanoseconds, not negative
	 */
	long next(int retry) {
		this.previousNanos = (long) this.backoff.nanos(this, retry, this.random.getAsDouble());
		return this.previousNanos;
	}

	double exponential(int retry) {
		return (this.waitNanos == 0) ? 0
				: Math.min(this.maxNanos, this.waitNanos * Math.pow(this.multiplier, retry - 1));
	}

	long waitNanos() {
		return this.waitNanos;
	}

	long maxNanos() {
		return this.maxNanos;
	}

	double jitter() {
		return this.jitter;
	}

	long previousNanos() {
		return this.previousNanos;
	}

}
