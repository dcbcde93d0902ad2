package dev.resilience.retry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;

import dev.resilience.Invocation;
import dev.resilience.Stage;
import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Calls the next stage until it succeeds, or nothing more may be tried.
 * <p>
 * Waits on the caller's own thread and holds no lock and no permit meanwhile. An
 * interrupt during a wait ends the retries: the flag is set again and the last outcome
 * goes to the caller.
 */
final class RetryStage implements Stage {

	private static final Logger logger = System.getLogger(RetryPolicy.class.getName());

	private final RetryPolicy policy;

	private final Stage next;

	/** The longest duration of the whole call; negative for no limit. */
	private final long maxNanos;

	RetryStage(RetryPolicy policy, Stage next) {
		this.policy = policy;
		this.next = next;
		this.maxNanos = (policy.config().maxDuration() != null) ? Nanos.of(policy.config().maxDuration()) : -1;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		long startedNanos = (this.maxNanos < 0) ? 0 : invocation.nanoTime(this.policy.context().ticker());
		Object result;
		try {
			result = this.next.call(invocation);
		}
		catch (Throwable ex) {
			if (!this.policy.config().isRetried(ex)) {
				this.policy.failedAtOnce(invocation);
				throw ex;
			}
			this.policy.unsatisfied(invocation);
			return callAgain(invocation, startedNanos, null, ex);
		}
		if (!isRetried(result)) {
			this.policy.succeededAtOnce(invocation);
			return result;
		}
		this.policy.unsatisfied(invocation);
		return callAgain(invocation, startedNanos, result, null);
	}

	private @Nullable Object callAgain(Invocation invocation, long startedNanos, @Nullable Object firstResult,
			@Nullable Throwable firstFailure) throws Throwable {
		Object result = firstResult;
		Throwable failure = firstFailure;
		EarlierFailures earlier = new EarlierFailures();
		Delays delays = new Delays(this.policy.config(), this.policy.context().random());
		int attempts = 1;
		while (mayTryAgain(attempts, startedNanos, delays, failure)) {
			invocation.timePassed();
			earlier.add(failure);
			attempts++;
			this.policy.attemptsAfterFirst.increment();
			boolean again;
			try {
				failure = null;
				result = this.next.call(invocation);
				again = isRetried(result);
			}
			catch (Throwable ex) {
				failure = ex;
				again = this.policy.config().isRetried(ex);
			}
			if (!again) {
				return finish(attempts, failure == null, result, failure, earlier);
			}
		}
		return finish(attempts, false, result, failure, earlier);
	}

	private @Nullable Object finish(int attempts, boolean succeeded, @Nullable Object result,
			@Nullable Throwable failure, EarlierFailures earlier) throws Throwable {
		if (succeeded) {
			this.policy.succeededWithRetry.increment();
			return result;
		}
		((attempts > 1) ? this.policy.failedWithRetry : this.policy.failedWithoutRetry).increment();
		if (failure == null) {
			return result;
		}
		throw earlier.suppressedIn(failure);
	}

	/** Waits for the next attempt, if there is to be one. */
	private boolean mayTryAgain(int attempts, long startedNanos, Delays delays, @Nullable Throwable failure) {
		if (attempts >= this.policy.config().maxAttempts()) {
			return exhausted(attempts, failure);
		}
		long delayNanos = delays.next(attempts);
		if (this.maxNanos >= 0 && delayNanos > this.maxNanos - (ticks() - startedNanos)) {
			return exhausted(attempts, failure);
		}
		if (Thread.currentThread().isInterrupted()) {
			return false;
		}
		String instance = this.policy.instance();
		if (!this.policy.tryWithdrawFromBudget()) {
			this.policy.budgetExhausted.increment();
			this.policy.context().listener().onBudgetExhausted(instance, failure);
			return false;
		}
		this.policy.context().listener().onRetry(instance, attempts, delayNanos, failure);
		try {
			this.policy.context().ticker().sleep(delayNanos);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean exhausted(int attempts, @Nullable Throwable failure) {
		this.policy.context().listener().onRetriesExhausted(this.policy.instance(), attempts, failure);
		return false;
	}

	private boolean isRetried(@Nullable Object result) {
		Predicate<@Nullable Object> predicate = this.policy.config().retryResultPredicate();
		if (predicate == null) {
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

	private long ticks() {
		return this.policy.context().ticker().nanoTime();
	}

}
