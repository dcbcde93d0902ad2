package dev.resilience.staleiferror;

import java.util.List;

import dev.resilience.internal.Failures;

/**
 * A method whose results are remembered. Immutable.
 *
 * @param identity tells the method from all others of the instance by its {@code equals};
 * its text names the method in the log
 * @param key tells the method's results from one another
 * @param on what is answered, subclasses included
 * @param except what is not, even if {@code on} names it
 */
public record RememberedMethod(Object identity, KeySource key, List<Class<? extends Exception>> on,
		List<Class<? extends Exception>> except) {

	/**
	 * Keeps the lists from changing.
	 */
	public RememberedMethod {
		on = List.copyOf(on);
		except = List.copyOf(except);
	}

	/**
	 * A method that is answered whatever exception it throws, by all its arguments.
	 * @param identity tells the method from all others of the instance
	 * @return the method
	 */
	public static RememberedMethod of(Object identity) {
		return new RememberedMethod(identity, KeySource.allArguments(), List.of(Exception.class), List.of());
	}

	/**
	 * Whether a failure is answered. A cancellation never is: its caller has asked for an
	 * end and not for an answer, it says nothing about what was called, and an answer
	 * would swallow it.
	 */
	boolean answers(Throwable failure) {
		return isIn(this.on, failure) && !isIn(this.except, failure) && !Failures.isCancellation(failure);
	}

	private static boolean isIn(List<Class<? extends Exception>> classes, Throwable failure) {
		for (Class<? extends Exception> type : classes) {
			if (type.isInstance(failure)) {
				return true;
			}
		}
		return false;
	}

}
