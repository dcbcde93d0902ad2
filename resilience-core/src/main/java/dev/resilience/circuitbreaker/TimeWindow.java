package dev.resilience.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.Invocation;
import dev.resilience.Ticker;

/**
 * The outcomes of the calls of the last while, cut into {@value #BUCKETS} buckets of the
 * same length: the bucket of now and the {@value #BUCKETS} - 1 before it. Exact under any
 * interleaving.
 * <p>
 * <b>How it works.</b> One slice at a time takes outcomes. It knows the sums of the
 * buckets before it, which no longer change, and has its own counts in one long. A thread
 * records an outcome by one compare-and-set of that long: that is the moment at which the
 * record happens, and the sums before plus the new value are right at that moment. When a
 * bucket is over, whoever comes first freezes the slice by setting its highest bit; a
 * frozen long never changes again, so whoever meets it can make the next slice from it,
 * and one of them swaps it in. Nobody waits for anybody.
 * <p>
 * A slice also ends before a count leaves its bits; the next one then belongs to the same
 * bucket.
 */
final class TimeWindow implements Window {

	private static final int BUCKETS = 10;

	/** Bits of each count in a slice. */
	private static final int WIDTH = 21;

	private static final long MASK = (1L << WIDTH) - 1;

	private static final long FROZEN = 1L << 63;

	private final long bucketNanos;

	private final Ticker ticker;

	private final AtomicReference<Slice> current;

	TimeWindow(long windowNanos, Ticker ticker) {
		this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
		this.ticker = ticker;
		this.current = new AtomicReference<>(new Slice(ticker.nanoTime(), new long[3 * (BUCKETS - 1)], 0, 0, 0));
	}

	@Override
	public void record(Invocation invocation, int outcome, Reader reader) {
		long delta = 1 | (long) (outcome & FAILED) << WIDTH | (long) (outcome >>> 1) << (2 * WIDTH);
		long now = invocation.nanoTime(this.ticker);
		while (true) {
			Slice slice = slice(now);
			long counts = slice.counts.get();
			if (counts < 0 || (counts & MASK) == MASK) {
				replace(slice, slice.startNanos);
			}
			else if (slice.counts.compareAndSet(counts, counts + delta)) {
				slice.tell(counts + delta, reader);
				return;
			}
		}
	}

	@Override
	public void read(Reader reader) {
		Slice slice = slice(this.ticker.nanoTime());
		slice.tell(slice.counts.get() & ~FROZEN, reader);
	}

	/** The slice that takes outcomes at a time, or a later one. */
	private Slice slice(long now) {
		while (true) {
			Slice slice = this.current.get();
			long age = now - slice.startNanos;
			if (age < this.bucketNanos) {
				return slice;
			}
			replace(slice, now - age % this.bucketNanos);
		}
	}

	/** Freezes a slice and swaps in the next, unless somebody else has. */
	private void replace(Slice slice, long startNanos) {
		long counts = slice.counts.updateAndGet((current) -> current | FROZEN) & ~FROZEN;
		if (this.current.get() == slice) {
			long buckets = (startNanos - slice.startNanos) / this.bucketNanos;
			this.current.compareAndSet(slice, slice.next(counts, startNanos, buckets));
		}
	}

	/**
	 * Takes outcomes until it is frozen.
	 */
	private static final class Slice {

		private final long startNanos;

		/** Total, failed and slow of each bucket before, the newest first. */
		private final long[] before;

		/** Of the bucket that this slice belongs to, from the slices before it. */
		private final long ownTotal;

		private final long ownFailed;

		private final long ownSlow;

		/** Of everything but this slice. */
		private final long total;

		private final long failed;

		private final long slow;

		/**
		 * Total, failed and slow of this slice, and the highest bit once it is frozen.
		 */
		private final AtomicLong counts = new AtomicLong();

		Slice(long startNanos, long[] before, long ownTotal, long ownFailed, long ownSlow) {
			this.startNanos = startNanos;
			this.before = before;
			this.ownTotal = ownTotal;
			this.ownFailed = ownFailed;
			this.ownSlow = ownSlow;
			this.total = ownTotal + sum(before, 0);
			this.failed = ownFailed + sum(before, 1);
			this.slow = ownSlow + sum(before, 2);
		}

		private static long sum(long[] before, int index) {
			long sum = 0;
			for (int i = index; i < before.length; i += 3) {
				sum += before[i];
			}
			return sum;
		}

		void tell(long counts, Reader reader) {
			reader.counted(this.total + (counts & MASK), this.failed + (counts >>> WIDTH & MASK),
					this.slow + (counts >>> (2 * WIDTH) & MASK));
		}

		/**
		 * The slice that begins a number of buckets later; 0 for one more of the same
		 * bucket.
		 */
		Slice next(long counts, long startNanos, long buckets) {
			long bucketTotal = this.ownTotal + (counts & MASK);
			long bucketFailed = this.ownFailed + (counts >>> WIDTH & MASK);
			long bucketSlow = this.ownSlow + (counts >>> (2 * WIDTH) & MASK);
			if (buckets == 0) {
				return new Slice(startNanos, this.before, bucketTotal, bucketFailed, bucketSlow);
			}
			long[] shifted = new long[this.before.length];
			if (buckets < BUCKETS) {
				int own = 3 * ((int) buckets - 1);
				shifted[own] = bucketTotal;
				shifted[own + 1] = bucketFailed;
				shifted[own + 2] = bucketSlow;
				System.arraycopy(this.before, 0, shifted, own + 3, shifted.length - own - 3);
			}
			return new Slice(startNanos, shifted, 0, 0, 0);
		}

	}

}
