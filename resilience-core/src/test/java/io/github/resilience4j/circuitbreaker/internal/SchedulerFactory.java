package io.github.resilience4j.circuitbreaker.internal;

import java.util.concurrent.ScheduledExecutorService;

/**
 * Stands before Resilience4j's class of the same name on the class path of the tests. A
 * state machine takes its scheduler from here, and theirs hands out one real thread for
 * all: without this one the timers of a random sequence could not be fired at their time.
 */
public final class SchedulerFactory {

	private final ScheduledExecutorService scheduler;

	/**
	 * Hands out a scheduler.
	 * @param scheduler the scheduler
	 */
	public SchedulerFactory(ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * The scheduler of the timers.
	 * @return the scheduler
	 */
	public ScheduledExecutorService getScheduler() {
		return this.scheduler;
	}

}
