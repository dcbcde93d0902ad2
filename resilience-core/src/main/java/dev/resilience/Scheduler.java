package dev.resilience;

/**
 * Runs something later. Only for what should be noticed on time, such as an automatic
 * transition that somebody wants to be told of: no decision of the engine depends on it.
 * Thread-safe.
 */
@FunctionalInterface
public interface Scheduler {

	/**
	 * Runs a task once.
	 * @param task what to run; short, does not throw
	 * @param delayNanos how long from now, in nanoseconds, &gt;= 0
	 * @return cancels the task if it has not begun
	 */
	Runnable schedule(Runnable task, long delayNanos);

	/**
	 * Runs nothing: what is due is noticed by the next call or whoever looks next.
	 * @return a scheduler without threads
	 */
	static Scheduler none() {
		return (task, delayNanos) -> () -> {
		};
	}

}
