package dev.resilience.internal;

import org.jspecify.annotations.Nullable;

/**
 * The leave to run one call, finished exactly once. Only {@link AdmissionStage} holds
 * one; no method throws.
 */
public interface Permit {

	/**
	 * The call returned.
	 * @param result what it returned
	 */
	void success(@Nullable Object result);

	/**
	 * The call threw.
	 * @param failure what it threw
	 */
	void failure(Throwable failure);

	/**
	 * The call was cancelled: it says nothing about what it called.
	 */
	void cancelled();

}
