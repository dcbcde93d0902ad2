package dev.resilience.staleiferror;

import dev.resilience.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of one instance are remembered: a bounded map. Thread-safe.
 * <p>
 * It may forget an entry at any time; it must forget some when there are more than the
 * maximum, and should forget those that are older than the maximum age. That none of them
 * is served is not its business: the policy looks at the age itself.
 */
public interface StaleStore {

	/**
	 * Remembers something in place of what was remembered for the key.
	 * @param key the key; equal keys are equal and have the same hash code for ever
	 * @param entry what to remember
	 */
	void put(Object key, Object entry);

	/**
	 * Finds what is remembered.
	 * @param key the key
	 * @return the entry, or null if there is none
	 */
	@Nullable Object get(Object key);

	/**
	 * How much is remembered. May take a moment: no call asks for it.
	 * @return the number of entries
	 */
	long size();

	/**
	 * Forgets everything.
	 */
	void clear();

	/**
	 * Changes the bounds. What is remembered stays, as far as it is within the new ones.
	 * @param config the new configuration
	 */
	void reconfigure(StaleIfErrorConfig config);

	/**
	 * Makes stores. Thread-safe.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Makes the store of one instance.
		 * @param config its bounds
		 * @param ticker the time to measure ages with
		 * @return an empty store
		 */
		StaleStore create(StaleIfErrorConfig config, Ticker ticker);

	}

}
