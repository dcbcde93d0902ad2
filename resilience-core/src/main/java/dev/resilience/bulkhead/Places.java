package dev.resilience.bulkhead;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;

/**
 * Places that are taken and given back, under a limit that can move at any time.
 * <p>
 * <b>Concurrency:</b> the lower half of the synchronizer's state is the number of taken
 * places, changed by compare-and-set only; a place is free while it is below the limit.
 * Unlike a semaphore's count of free places it stays right when the limit shrinks while
 * all are taken. The upper half counts how often a place was taken, since one
 * compare-and-set for both costs half of two; each time it comes round, whoever brought
 * it there notes that, and for that moment the total is too low. Waiters queue in the
 * order of their arrival; a call that finds a free place does not queue behind them.
 * Whoever gives a place back, or raises the limit, wakes the first waiter, and each
 * waiter that gets a place wakes the next while there is one.
 */
class Places extends AbstractQueuedLongSynchronizer {

	private static final long serialVersionUID = 1L;

	/** One more place was taken. */
	private static final long ONE_TAKEN = (1L << 32) + 1;

	/** How often the upper half has come round. */
	private final AtomicLong rounds = new AtomicLong();

	/** How many places there are; may be fewer than are taken. */
	private volatile int limit;

	Places(int limit) {
		this.limit = limit;
	}

	boolean tryTake() {
		return tryAcquireShared(1) >= 0;
	}

	/** Takes a place, waiting for one if need be. */
	boolean tryTake(long nanos) throws InterruptedException {
		return tryAcquireSharedNanos(1, nanos);
	}

	void giveBack() {
		releaseShared(1);
	}

	int taken() {
		return taken(getState());
	}

	/** How often a place was taken since the beginning. */
	long total() {
		while (true) {
			long rounds = this.rounds.get();
			long total = (rounds << 32) + (getState() >>> 32);
			if (this.rounds.get() == rounds) {
				return total;
			}
		}
	}

	private static int taken(long state) {
		return (int) state;
	}

	int limit() {
		return this.limit;
	}

	void limit(int limit) {
		this.limit = limit;
		releaseShared(0);
	}

	@Override
	protected long tryAcquireShared(long one) {
		while (true) {
			long state = getState();
			int left = this.limit - taken(state) - 1;
			if (left < 0) {
				return left;
			}
			long next = state + ONE_TAKEN;
			if (compareAndSetState(state, next)) {
				if (next >>> 32 == 0) {
					this.rounds.incrementAndGet();
				}
				return left;
			}
		}
	}

	@Override
	protected boolean tryReleaseShared(long places) {
		while (true) {
			long state = getState();
			if (compareAndSetState(state, state - places)) {
				return true;
			}
		}
	}

}
