package dev.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A rate limiter rejected the call: its permits would not have been there within the
 * wait; or the caller was interrupted while it waited, and its interrupt flag is set.
 * {@link #retryAfter()} is the time until they would have been there.
 */
public final class RateLimitExceededException extends CallRejectedException {

	private static final long serialVersionUID = 1L;

	/** Whether the wait ended by an interrupt. */
	private final boolean interrupted;

	/**
	 * Creates the exception.
	 * @param instance the name of the instance
	 * @param retryAfter how long until the call could have its permits, or null if it
	 * asked for more than there can ever be
	 * @param interrupted whether the caller was interrupted while it waited
	 */
	public RateLimitExceededException(String instance, @Nullable Duration retryAfter, boolean interrupted) {
		super(instance, PolicyType.RATE_LIMITER, retryAfter);
		this.interrupted = interrupted;
	}

	@Override
	public String getMessage() {
		Duration retryAfter = retryAfter();
		String what = "Rate limiter '" + instance() + "' has no permit left";
		if (retryAfter == null) {
			return what;
		}
		return what + (this.interrupted ? " (interrupted while waiting, retry after " : " (retry after ")
				+ seconds(retryAfter) + ")";
	}

}
