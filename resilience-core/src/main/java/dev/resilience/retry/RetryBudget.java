package dev.resilience.retry;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import dev.resilience.Invocation;
import dev.resilience.Ticker;
import dev.resilience.internal.Nanos;

/**
 * Keeps retries in proportion to calls, so that an outage does not multiply the load on
 * what is failing. Each first call deposits 1, each retry withdraws 1 / ratio, a number
 * of retries per second is free, and all of it expires after the window.
 * <p>
 * Worked number: ratio 0.2, 10 per second, window 10 s. After 1,000 calls within the
 * window there are 1,000 * 0.2 + 10 * 10 = 300 retries.
 * <p>
 * Source: {@code RetryBudget} of Twitter's Finagle.
 * <p>
 * <b>Without a clock where it hurts.</b> Reading the time costs more than all policies of
 * a healthy call together. From {@value #BUSY} deposits in the window on, only every 64th
 * first call does, by chance; the others trust that the bucket has not changed. So about
 * 64 deposits, less than one percent, may land in a bucket that is over, and then expire
 * too early. Retries always look.
 * <p>
 * <b>Concurrency:</b> time is cut into {@value #BUCKETS} buckets per window; the live
 * ones hang on one reference, which is replaced as a whole when a new bucket begins. A
 * deposit is what the retry counts anyway, on striped counters, when the first attempt of
 * a call has ended: a bucket only notes how many there were when it began. So first calls
 * do not meet. Withdrawals check and take under a lock, so that no two take the same
 * token; they happen only when a call has failed and is about to wait. A withdrawal may
 * or may not see a deposit that runs beside it; a deposit that races the turn of a bucket
 * may land in the bucket before and then expires a tenth of the window earlier.
 */
final class RetryBudget {

	private static final int BUCKETS = 10;

	/** So many deposits in the live buckets make single ones unimportant. */
	private static final int BUSY = 10_000;

	/** How many of the first calls then look at the time. */
	private static final double LOOK_SHARE = 1.0 / 64;

	private final double ratio;

	private final double reserve;

	private final long bucketNanos;

	private final Ticker ticker;

	private final DoubleSupplier random;

	/** All deposits there ever were; never falls. */
	private final LongSupplier deposits;

	private final AtomicReference<Window> window;

	private final ReentrantLock withdrawing = new ReentrantLock();

	RetryBudget(double ratio, int minPerSecond, Duration window, Ticker ticker, DoubleSupplier random,
			LongSupplier deposits) {
		long windowNanos = Nanos.of(window);
		this.ratio = ratio;
		this.reserve = minPerSecond * (windowNanos / 1e9);
		this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
		this.ticker = ticker;
		this.random = random;
		this.deposits = deposits;
		Bucket first = new Bucket(ticker.nanoTime(), deposits.getAsLong());
		this.window = new AtomicReference<>(new Window(first, new Bucket[] { first }, false));
	}

	/** Lets the deposit that is counted next fall into the bucket of now. */
	void look(Invocation invocation) {
		if (!this.window.get().isBusy || this.random.getAsDouble() < LOOK_SHARE) {
			window(invocation.nanoTime(this.ticker));
		}
	}

	/**
	 * Takes the price of one retry.
	 * @return true if it was there
	 */
	boolean tryWithdraw() {
		this.withdrawing.lock();
		try {
			Window window = window(this.ticker.nanoTime());
			if (balance(window) < 1) {
				return false;
			}
			window.current.withdrawals++;
			return true;
		}
		finally {
			this.withdrawing.unlock();
		}
	}

	/**
	 * How many retries could be made now.
	 * @return a whole number, not negative
	 */
	double balance() {
		return Math.max(0, Math.floor(balance(window(this.ticker.nanoTime()))));
	}

	private double balance(Window window) {
		long deposits = this.deposits.getAsLong() - window.buckets[0].depositsBefore;
		long withdrawals = 0;
		for (Bucket bucket : window.buckets) {
			withdrawals += bucket.withdrawals;
		}
		// the sum of shares such as 0.1 may miss a whole number by a rounding error
		return deposits * this.ratio + this.reserve - withdrawals + 1e-9;
	}

	/** The live buckets now. */
	private Window window(long now) {
		while (true) {
			Window window = this.window.get();
			long age = now - window.current.startNanos;
			if (age < this.bucketNanos) {
				return window;
			}
			Bucket next = new Bucket(now - age % this.bucketNanos, this.deposits.getAsLong());
			long liveNanos = (BUCKETS - 1) * this.bucketNanos;
			Stream<Bucket> live = Arrays.stream(window.buckets)
				.filter((bucket) -> next.startNanos - bucket.startNanos <= liveNanos);
			Bucket[] buckets = Stream.concat(live, Stream.of(next)).toArray(Bucket[]::new);
			boolean isBusy = next.depositsBefore - buckets[0].depositsBefore >= BUSY;
			this.window.compareAndSet(window, new Window(next, buckets, isBusy));
		}
	}

	/**
	 * The bucket of now and all live ones, itself included.
	 */
	private static final class Window {

		private final Bucket current;

		private final Bucket[] buckets;

		private final boolean isBusy;

		Window(Bucket current, Bucket[] buckets, boolean isBusy) {
			this.current = current;
			this.buckets = buckets;
			this.isBusy = isBusy;
		}

	}

	private static final class Bucket {

		private final long startNanos;

		/** How many deposits there had been when it began. */
		private final long depositsBefore;

		/** Written under the lock only; read by whoever looks. */
		private volatile long withdrawals;

		Bucket(long startNanos, long depositsBefore) {
			this.startNanos = startNanos;
			this.depositsBefore = depositsBefore;
		}

	}

}
