package dev.resilience.bulkhead;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * Places that are taken and given back, under a limit that can move at any time.
 * <p>
 * <b>Concurrency:</b> the synchronizer's state is the number of taken places, changed by
 * compare-and-set only; a place is free while it is below the limit. Unlike a semaphore's
 * count of free places it stays right when the limit shrinks while all are taken. Waiters
 * queue in the order of their arrival; a call that finds a free place does not queue
 * behind them. Whoever gives a place back, or raises the limit, wakes the first waiter,
 * and each waiter that gets a place wakes the next while there is one.
 */
final class Places extends AbstractQueuedSynchronizer {

	private static final long serialVersionUID = 1L;

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
		return getState();
	}

	int limit() {
		return this.limit;
	}

	void limit(int limit) {
		this.limit = limit;
		releaseShared(0);
	}

	@Override
	protected int tryAcquireShared(int one) {
		while (true) {
			int taken = getState();
			int left = this.limit - taken - one;
			if (left < 0 || compareAndSetState(taken, taken + one)) {
				return left;
			}
		}
	}

	@Override
	protected boolean tryReleaseShared(int places) {
		while (true) {
			int taken = getState();
			if (compareAndSetState(taken, taken - places)) {
				return true;
			}
		}
	}

}
