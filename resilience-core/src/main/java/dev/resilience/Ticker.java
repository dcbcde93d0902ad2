package dev.resilience;

import java.util.concurrent.TimeUnit;

/**
 * Monotonic time, and waiting on it. Every decision of the engine is made on a ticker,
 * never on the wall clock, so that a step of the wall clock changes nothing and a test
 * can turn the time by hand.
 * <p>
 * Implementations are thread-safe.
 */
public interface Ticker {

	/**
	 * The time since an arbitrary origin, which only differences give a meaning.
	 * @return nanoseconds, never decreasing; may be negative and may overflow
	 */
	long nanoTime();

	/**
	 * Waits on the calling thread.
	 * @param nanos how long, in nanoseconds; zero or less returns at once
	 * @throws InterruptedException if the thread is or gets interrupted; the interrupt
	 * flag is cleared
	 */
	void sleep(long nanos) throws InterruptedException;

	/**
	 * The time of this machine: {@link System#nanoTime()}.
	 * @return the ticker of the system
	 */
	static Ticker system() {
		return SystemTicker.INSTANCE;
	}

}
