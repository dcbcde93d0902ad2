package dev.resilience.circuitbreaker;

import org.jspecify.annotations.Nullable;

/**
 * Two circuit breakers that are given the same steps.
 */
interface Comparison {

	/**
	 * Performs a step on both.
	 * @param step the step
	 * @return in what they differ after it, or null
	 */
	@Nullable String differenceAfter(Step step);

}
