package dev.resilience;

import java.util.concurrent.TimeUnit;

/**
 * The time of this machine.
 */
enum SystemTicker implements Ticker {

	INSTANCE;

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public void sleep(long nanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		TimeUnit.NANOSECONDS.sleep(nanos);
	}

}
