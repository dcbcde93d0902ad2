package dev.resilience;

import org.jspecify.annotations.Nullable;

/**
 * One link of a {@link Pipeline}.
 */
@FunctionalInterface
public interface Stage {

	/**
	 * Runs the call.
	 * @param invocation the call
	 * @return what the method, or a policy in its place, returned
	 * @throws Throwable what the method threw, as it is, or a rejection
	 */
	@Nullable Object call(Invocation invocation) throws Throwable;

}
