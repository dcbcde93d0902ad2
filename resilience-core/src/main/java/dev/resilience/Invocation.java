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

	/**
	 * The time of a ticker. One reading may serve several stages, as long as nothing
	 * between them takes time.
	 * @param ticker whose time
	 * @return its {@link Ticker#nanoTime()}, not older than the last
	 * {@link #timePassed()}
	 */
	default long nanoTime(Ticker ticker) {
		return ticker.nanoTime();
	}

	/**
	 * To be told by whoever does something that takes time: what was read of a ticker is
	 * no longer the time.
	 */
	default void timePassed() {
	}

	/**
	 * To be told by a fallback that answers in place of the method.
	 */
	default void answeredByFallback() {
	}

	/**
	 * Whether a fallback answered in place of the method.
	 * @return true if one did; false if none did, or nobody keeps it
	 */
	default boolean isAnsweredByFallback() {
		return false;
	}

}
