package dev.resilience.staleiferror;

import dev.resilience.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of a method's results belongs to a call. Thread-safe.
 */
@FunctionalInterface
public interface KeySource {

	/**
	 * Finds the key of a call. Arrays count by their contents.
	 * @param invocation the call, not made yet
	 * @return the key; null for a call that is neither remembered nor answered
	 * @throws Exception if there is none; the same as null
	 */
	@Nullable Object key(Invocation invocation) throws Exception;

	/**
	 * All arguments are the key. Nulls count.
	 * @return the source
	 */
	static KeySource allArguments() {
		return (invocation) -> {
			@Nullable Object[] arguments = invocation.arguments();
			Object only = (arguments.length == 1) ? arguments[0] : null;
			// an array stays wrapped: the call f(null) is not the call f({ null })
			return (only != null && !only.getClass().isArray()) ? only : arguments.clone();
		};
	}

}
