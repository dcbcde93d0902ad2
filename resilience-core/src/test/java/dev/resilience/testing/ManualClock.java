package dev.resilience.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wall clock that stands still until it is stepped, forwards or backwards.
 */
public final class ManualClock implements InstantSource {

	public static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(START);

	@Override
	public Instant instant() {
		return this.now.get();
	}

	public void step(Duration step) {
		this.now.updateAndGet((now) -> now.plus(step));
	}

}
