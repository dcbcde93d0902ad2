package dev.resilience.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler without a thread: its timers fire while time is advanced.
 */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

	private final List<Timer> timers = new ArrayList<>();

	private long elapsedNanos;

	ManualScheduler() {
		super(0);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		Timer timer = new Timer(task, this.elapsedNanos + unit.toNanos(delay));
		this.timers.add(timer);
		return timer;
	}

	/**
	 * Lets time pass, and fires each timer at its time.
	 * @param nanos how much
	 * @param clock is told each part of it
	 */
	void advance(long nanos, LongConsumer clock) {
		long end = this.elapsedNanos + nanos;
		for (Timer timer = next(end); timer != null; timer = next(end)) {
			moveTo(timer.at, clock);
			this.timers.remove(timer);
			timer.fire();
		}
		moveTo(end, clock);
	}

	private void moveTo(long time, LongConsumer clock) {
		clock.accept(time - this.elapsedNanos);
		this.elapsedNanos = time;
	}

	/** The earliest timer that is not cancelled; of several, the one set first. */
	private @Nullable Timer next(long end) {
		this.timers.removeIf(Timer::isDone);
		Timer next = null;
		for (Timer timer : this.timers) {
			if (timer.at <= end && (next == null || timer.at < next.at)) {
				next = timer;
			}
		}
		return next;
	}

	private static final class Timer extends CompletableFuture<Void> implements ScheduledFuture<Void> {

		private final Runnable task;

		private final long at;

		Timer(Runnable task, long at) {
			this.task = task;
			this.at = at;
		}

		/** Keeps what the task throws to itself, as a real scheduler does. */
		void fire() {
			try {
				this.task.run();
			}
			catch (IllegalStateTransitionException ex) {
				completeExceptionally(ex);
			}
		}

		@Override
		public long getDelay(TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int compareTo(Delayed other) {
			throw new UnsupportedOperationException();
		}

	}

}
