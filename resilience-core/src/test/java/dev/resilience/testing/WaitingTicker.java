package dev.resilience.testing;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.resilience.Ticker;

/**
 * A ticker that moves only when told to; who sleeps on it waits until it is time, or for
 * an interrupt.
 */
public final class WaitingTicker implements Ticker {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition moved = this.lock.newCondition();

	private long nanos;

	private int sleepers;

	@Override
	public long nanoTime() {
		this.lock.lock();
		try {
			return this.nanos;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void sleep(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long until = this.nanos + nanos;
			this.sleepers++;
			try {
				while (this.nanos - until < 0) {
					this.moved.await();
				}
			}
			finally {
				this.sleepers--;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many sleep: what they wait for is settled. */
	public int sleepers() {
		this.lock.lock();
		try {
			return this.sleepers;
		}
		finally {
			this.lock.unlock();
		}
	}

	public void advance(Duration duration) {
		this.lock.lock();
		try {
			this.nanos += duration.toNanos();
			this.moved.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	public void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

}
