package dev.resilience;

import org.jspecify.annotations.Nullable;

/**
 * One logical call of a guarded method. Used by one thread at a time.
 */
public interface Invocation {

	/**
	 * Runs the method. May be called several times, one after the other: each call is a
	 * complete one.
	 * @return what the method returned
	 * @throws Throwable what the method threw, as it is
	 */
	@Nullable Object proceed() throws Throwable;

	/**
	 * The object whose method is called.
	 * @return the target, or null where there is none
	 */
	default @Nullable Object target() {
		return null;
	}

	/**
	 * What the method is called with.
	 * @return the arguments, not to be changed
	 */
	default @Nullable Object[] arguments() {
		return Pipeline.NO_ARGUMENTS;
	}

}
