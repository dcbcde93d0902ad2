package dev.resilience.retry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;

import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * What asks for another attempt in the methods that use a retry alike. Immutable.
 */
final class RetryRules {

	private static final Logger logger = System.getLogger(RetryPolicy.class.getName());

	private final RetryPolicy policy;

	/** Whether a request may be processed twice. */
	private final boolean idempotent;

	/** The longest duration of the whole call; negative for no limit. */
	private final long maxNanos;

	RetryRules(RetryPolicy policy, boolean idempotent) {
		this.policy = policy;
		this.idempotent = idempotent;
		this.maxNanos = (policy.config().maxDuration() != null) ? Nanos.of(policy.config().maxDuration()) : -1;
	}

	RetryPolicy policy() {
		return this.policy;
	}

	long maxNanos() {
		return this.maxNanos;
	}

	/** Whether somebody asks for the {@link dev.resilience.CallContext}. */
	boolean bindsContext() {
		return !this.idempotent || this.policy.config().idempotencyKeyEnabled();
	}

	/** Whether an attempt that ended by this asks for another. */
	boolean isRetriedFailure(Throwable failure) {
		return this.policy.config().isRetried(failure) && (this.idempotent || NotProcessed.isCertain(failure));
	}

	/**
	 * Whether an attempt with this result asks for another. A request that has a result
	 * was processed.
	 */
	boolean isRetriedResult(@Nullable Object result) {
		Predicate<@Nullable Object> predicate = this.policy.config().retryResultPredicate();
		if (predicate == null || !this.idempotent) {
			return false;
		}
		try {
			return predicate.test(result);
		}
		catch (Throwable ex) {
			logger.log(Level.WARNING, "Retry '" + this.policy.instance()
					+ "' does not retry a result since its retry-result-predicate threw", ex);
			return false;
		}
	}

}
