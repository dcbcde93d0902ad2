package dev.resilience.internal;

import dev.resilience.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * The leave to run one call, finished exactly once. Only {@link AdmissionStage} holds
 * one; no method throws.
 */
public interface Permit {

	/**
	 * The call returned.
	 * @param invocation the call
	 * @param result what it returned
	 */
	void success(Invocation invocation, @Nullable Object result);

	/**
	 * The call threw.
	 * @param invocation the call
	 * @param failure what it threw
	 */
	void failure(Invocation invocation, Throwable failure);

	/**
	 * The call was cancelled: it says nothing about what it called.
	 * @param invocation the call
	 */
	void cancelled(Invocation invocation);

}
