package dev.resilience.internal;

import java.util.List;
import java.util.concurrent.CancellationException;

import dev.resilience.CallRejectedException;
import dev.resilience.ResilienceException;

/**
 * What kind of ending an exception is.
 */
public final class Failures {

	private Failures() {
	}

	/**
	 * Whether the call was cancelled rather than failed.
	 * @param failure what it threw
	 * @return true for an interruption and a cancellation
	 */
	public static boolean isCancellation(Throwable failure) {
		return failure instanceof InterruptedException || failure instanceof CancellationException;
	}

	/**
	 * Whether a policy of ours did not let the call through.
	 * @param failure what it threw
	 * @return true for a rejection
	 */
	public static boolean isRejection(Throwable failure) {
		return failure instanceof CallRejectedException;
	}

	/**
	 * Whether one of the classes is the exception's own or a parent of it. A rejection of
	 * ours is meant only by a class that names rejections: {@code java.lang.Exception} is
	 * not enough.
	 * @param failure what the call threw
	 * @param classes the classes to look in
	 * @return true if it is listed
	 */
	public static boolean isListed(Throwable failure, List<Class<? extends Throwable>> classes) {
		boolean rejection = isRejection(failure);
		for (Class<? extends Throwable> type : classes) {
			if (type.isInstance(failure) && (!rejection || ResilienceException.class.isAssignableFrom(type))) {
				return true;
			}
		}
		return false;
	}

}
