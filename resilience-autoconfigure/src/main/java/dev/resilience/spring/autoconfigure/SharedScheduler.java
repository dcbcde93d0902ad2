package dev.resilience.spring.autoconfigure;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.resilience.Scheduler;

/**
 * One daemon thread for all timers, which ends when there is nothing to wait for. After
 * {@link #close()} nothing is scheduled any more, and nobody is told: what is due is then
 * noticed by whoever looks next.
 */
final class SharedScheduler implements Scheduler, AutoCloseable {

	private static final Runnable NOTHING = () -> {
	};

	private final ScheduledThreadPoolExecutor executor;

	SharedScheduler() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "resilience-timer");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		try {
			ScheduledFuture<?> pending = this.executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
			return () -> pending.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			return NOTHING;
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
