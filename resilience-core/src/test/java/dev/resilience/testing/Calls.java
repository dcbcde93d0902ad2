package dev.resilience.testing;

import java.util.concurrent.Callable;

import dev.resilience.CallRejectedException;
import dev.resilience.Invocation;
import dev.resilience.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Calls through a pipeline, in one word each.
 */
public final class Calls {

	/**
	 * A call for tests that hold its permit themselves. Reads the time anew each time.
	 */
	public static final Invocation CALL = () -> "done";

	private Calls() {
	}

	/** One call that returns. */
	public static void succeed(Pipeline pipeline) {
		Throwable failure = failureOf(pipeline, () -> "done");
		if (failure != null) {
			throw new AssertionError("The call did not get through", failure);
		}
	}

	/** One call that throws. */
	public static void fail(Pipeline pipeline) {
		IllegalStateException expected = new IllegalStateException("expected");
		Throwable failure = failureOf(pipeline, () -> {
			throw expected;
		});
		if (failure != expected) {
			throw new AssertionError("The call did not fail as expected", failure);
		}
	}

	/** One call, with what it returns or throws. */
	public static <T extends @Nullable Object> T call(Pipeline pipeline, Callable<T> callable) throws Exception {
		return pipeline.call(callable);
	}

	/** Several calls, one letter each: S returns, F throws. */
	public static void run(Pipeline pipeline, String outcomes) {
		for (char outcome : outcomes.toCharArray()) {
			if (outcome == 'S') {
				succeed(pipeline);
			}
			else {
				fail(pipeline);
			}
		}
	}

	/** Whether a call that returns is let through. */
	public static boolean isAdmitted(Pipeline pipeline) {
		Throwable failure = failureOf(pipeline, () -> "done");
		if (failure != null && !(failure instanceof CallRejectedException)) {
			throw new AssertionError("Neither admitted nor rejected", failure);
		}
		return failure == null;
	}

	/** What the caller of a method that throws this gets. */
	public static @Nullable Throwable failureOf(Pipeline pipeline, Throwable thrown) {
		Invocation invocation = () -> {
			throw thrown;
		};
		try {
			pipeline.invoke(invocation);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	/** What the caller gets: an exception, or null for a result. */
	public static @Nullable Throwable failureOf(Pipeline pipeline, Callable<?> callable) {
		try {
			pipeline.call(callable);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

}
