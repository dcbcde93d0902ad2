package dev.resilience.retry;

import java.time.Duration;

import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about one logical call after each of its attempts, from the first one
 * that asks for another: whether there is a next attempt, how long to wait before it,
 * what is counted and who is told. Knows nothing of how an attempt is made or of how to
 * wait for the next one, so that blocking and asynchronous calls decide alike.
 * <p>
 * Made only when a first attempt asks for another. Used by one thread at a time.
 */
final class Retrying {

	/** There is no next attempt: {@link #outcome()} is what the caller gets. */
	static final long END = -1;

	private final RetryRules rules;

	private final RetryPolicy policy;

	private final long startedNanos;

	private final Delays delays;

	private final EarlierFailures earlier = new EarlierFailures();

	private int attempts = 1;

	private @Nullable Object result;

	private @Nullable Throwable failure;

	private boolean givenUp;

	Retrying(RetryRules rules, long startedNanos) {
		this.rules = rules;
		this.policy = rules.policy();
		this.startedNanos = startedNanos;
		this.delays = new Delays(this.policy.config(), this.policy.context().random());
	}

	/**
	 * Decides what follows a first attempt, which is known to ask for another.
	 * @param result what it returned, if it did
	 * @param failure what it threw, or null if it returned
	 * @param nested whether a retried call inside has given up on the failure
	 * @param cancelled whether nobody waits for another attempt
	 * @return how long to wait before the next attempt, in nanoseconds, or {@link #END}
	 */
	long afterFirstAttempt(@Nullable Object result, @Nullable Throwable failure, boolean nested, boolean cancelled) {
		this.result = result;
		this.failure = failure;
		return decide(nested, cancelled);
	}

	/**
	 * Decides what follows a later attempt.
	 * @param result what it returned, if it did
	 * @param failure what it threw, or null if it returned
	 * @param nested whether a retried call inside has given up on the failure
	 * @param cancelled whether nobody waits for another attempt
	 * @return how long to wait before the next attempt, in nanoseconds, or {@link #END}
	 */
	long afterAttempt(@Nullable Object result, @Nullable Throwable failure, boolean nested, boolean cancelled) {
		this.result = result;
		this.failure = failure;
		boolean again = (failure != null) ? this.rules.isRetriedFailure(failure) : this.rules.isRetriedResult(result);
		if (again) {
			return decide(nested, cancelled);
		}
		((failure != null) ? this.policy.failedWithRetry : this.policy.succeededWithRetry).increment();
		return END;
	}

	/** The wait for the next attempt was cancelled. */
	void abandon() {
		giveUp();
	}

	/**
	 * Whether the call ended though its outcome asks for another attempt. A retried call
	 * around it must not make those attempts again.
	 * @return true if it has been retried enough
	 */
	boolean hasGivenUp() {
		return this.givenUp && this.policy.config().maxAttempts() > 1;
	}

	/** The wait for the next attempt is over, and it begins. */
	void beginAttempt() {
		this.earlier.add(this.failure);
		this.attempts++;
		this.policy.attemptsAfterFirst.increment();
	}

	/**
	 * What the caller gets when there is no next attempt.
	 * @return the last result
	 * @throws Throwable the last failure, with the earlier ones as suppressed
	 */
	@Nullable Object outcome() throws Throwable {
		if (this.failure == null) {
			return this.result;
		}
		throw this.earlier.suppressedIn(this.failure);
	}

	private long decide(boolean nested, boolean cancelled) {
		long delayNanos = delayNanos(nested, cancelled);
		if (delayNanos < 0) {
			giveUp();
		}
		else {
			this.policy.context().listener().onRetry(this.policy.instance(), this.attempts, delayNanos, this.failure);
		}
		return delayNanos;
	}

	private long delayNanos(boolean nested, boolean cancelled) {
		if (this.attempts >= this.policy.config().maxAttempts()) {
			return exhausted();
		}
		if (nested && !this.policy.config().nestedRetriesEnabled()) {
			this.policy.nested.increment();
			return exhausted();
		}
		long delayNanos = this.delays.next(this.attempts, hintNanos());
		if (delayNanos < 0) {
			return exhausted();
		}
		long maxNanos = this.rules.maxNanos();
		if (maxNanos >= 0 && delayNanos > maxNanos - (ticks() - this.startedNanos)) {
			return exhausted();
		}
		if (cancelled) {
			return END;
		}
		if (!this.policy.tryWithdrawFromBudget()) {
			this.policy.budgetExhausted.increment();
			this.policy.context().listener().onBudgetExhausted(this.policy.instance(), this.failure);
			return END;
		}
		return delayNanos;
	}

	/** How long the server wants to be left alone; negative if it does not say. */
	private long hintNanos() {
		Duration hint = (this.failure != null) ? this.policy.retryAfter(this.failure) : null;
		return (hint != null) ? Nanos.of(hint) : -1;
	}

	private long exhausted() {
		this.policy.context().listener().onRetriesExhausted(this.policy.instance(), this.attempts, this.failure);
		return END;
	}

	private void giveUp() {
		this.givenUp = true;
		((this.attempts > 1) ? this.policy.failedWithRetry : this.policy.failedWithoutRetry).increment();
	}

	private long ticks() {
		return this.policy.context().ticker().nanoTime();
	}

}
