package dev.resilience.internal;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Looks through an exception to what caused it.
 */
public final class Causes {

	/** How many are looked at; ends circles, too. */
	private static final int MAX = 16;

	private Causes() {
	}

	/**
	 * Whether an exception or one of its causes is of a kind.
	 * @param failure the exception
	 * @param kind tells whether one is
	 * @return true if one of the first {@value #MAX} is
	 */
	public static boolean any(Throwable failure, Predicate<Throwable> kind) {
		@Nullable Throwable cause = failure;
		for (int i = 0; i < MAX && cause != null; i++) {
			if (kind.test(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
