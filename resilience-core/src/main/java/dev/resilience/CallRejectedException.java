package dev.resilience;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A policy did not let the call through: the guarded method was not called. Has no stack
 * trace, since it says nothing that {@link #instance()} and {@link #policy()} do not say
 * and would cost more than the rest of the rejection.
 * <p>
 * By default a rejection is neither a failure to a circuit breaker nor retried.
 */
public abstract class CallRejectedException extends ResilienceException {

	private static final long serialVersionUID = 1L;

	/** When the next call may be admitted, from now on. */
	private final @Nullable Duration retryAfter;

	CallRejectedException(String instance, PolicyType policy, @Nullable Duration retryAfter) {
		super(instance, policy, null, false);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long until a call may be admitted, where that is known.
	 * @return the time from the rejection on, positive, or null
	 */
	public final @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/** For messages: in seconds with one digit, and never nothing. */
	static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1fs", Math.max(0.1, duration.toMillis() / 1000.0));
	}

}
