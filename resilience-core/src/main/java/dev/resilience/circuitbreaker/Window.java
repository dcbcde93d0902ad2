package dev.resilience.circuitbreaker;

import dev.resilience.Invocation;

/**
 * The outcomes of the latest calls.
 */
interface Window {

	/** The flag of a failed call. */
	int FAILED = 1;

	/** The flag of a slow call. */
	int SLOW = 2;

	/**
	 * Records how a call ended.
	 * @param invocation the call
	 * @param outcome {@link #FAILED} and {@link #SLOW}, or 0
	 * @param reader is given the counts right after this record
	 */
	void record(Invocation invocation, int outcome, Reader reader);

	/**
	 * Reads the counts now.
	 * @param reader is given the counts
	 */
	void read(Reader reader);

	/**
	 * Is given counts that belong together.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Takes the counts of one moment.
		 * @param total all calls
		 * @param failed those that failed
		 * @param slow those that were slow
		 */
		void counted(long total, long failed, long slow);

	}

}
