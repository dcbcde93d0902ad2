package dev.resilience.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.Ticker;

/**
 * A ticker that moves only when told to, or when somebody sleeps on it: sleeping advances
 * the time and returns at once.
 */
public final class ManualTicker implements Ticker {

	private final AtomicLong nanos;

	private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

	public ManualTicker() {
		this(0);
	}

	/**
	 * @param origin the time to start at, for example close to the overflow
	 */
	public ManualTicker(long origin) {
		this.nanos = new AtomicLong(origin);
	}

	@Override
	public long nanoTime() {
		return this.nanos.get();
	}

	@Override
	public void sleep(long nanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.sleeps.add(Duration.ofNanos(nanos));
		this.nanos.addAndGet(nanos);
	}

	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	public void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

	/** How long each sleep was, in order. */
	public List<Duration> sleeps() {
		return this.sleeps;
	}

}
