package dev.resilience.internal;

import dev.resilience.CallRejectedException;
import dev.resilience.Invocation;

/**
 * Lets a call through or rejects it.
 */
@FunctionalInterface
public interface Admission {

	/**
	 * Asks for a permit.
	 * @param invocation the call
	 * @return the permit, to be finished exactly once
	 * @throws CallRejectedException if the call is not let through
	 */
	Permit acquire(Invocation invocation);

}
