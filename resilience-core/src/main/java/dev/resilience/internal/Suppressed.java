package dev.resilience.internal;

/**
 * Adds suppressed exceptions without harm: never an exception to itself, never one twice,
 * and never more than {@value #MAX}, so that an exception object that is thrown again and
 * again does not fill the heap.
 */
public final class Suppressed {

	/** How many an exception carries at most. */
	public static final int MAX = 32;

	private Suppressed() {
	}

	/**
	 * Adds one.
	 * @param failure the exception that goes to the caller
	 * @param suppressed the one that it stands for as well
	 */
	public static void add(Throwable failure, Throwable suppressed) {
		if (failure == suppressed) {
			return;
		}
		Throwable[] present = failure.getSuppressed();
		if (present.length >= MAX) {
			return;
		}
		for (Throwable other : present) {
			if (other == suppressed) {
				return;
			}
		}
		failure.addSuppressed(suppressed);
	}

}
