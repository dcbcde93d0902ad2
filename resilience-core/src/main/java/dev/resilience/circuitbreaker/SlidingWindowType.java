package dev.resilience.circuitbreaker;

/**
 * What the rates of a circuit breaker are made of.
 */
public enum SlidingWindowType {

	/** The last calls, however long ago. */
	COUNT_BASED,

	/**
	 * The calls of the last while, however many; cut into ten buckets of equal length.
	 */
	TIME_BASED

}
