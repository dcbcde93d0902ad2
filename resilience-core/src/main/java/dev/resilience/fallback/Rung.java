package dev.resilience.fallback;

import dev.resilience.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * One rung of a fallback's ladder. Thread-safe.
 */
public interface Rung {

	/**
	 * How the rung is written in the annotation.
	 * @return the text
	 */
	String name();

	/**
	 * Whether the rung has an answer for what the call threw.
	 * @param failure what it threw
	 * @return false to pass it over
	 */
	boolean accepts(Throwable failure);

	/**
	 * Answers.
	 * @param invocation the call
	 * @param failure what it threw
	 * @return the answer
	 * @throws Throwable if there is none
	 */
	@Nullable Object answer(Invocation invocation, Throwable failure) throws Throwable;

}
