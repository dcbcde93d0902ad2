package dev.resilience.retry;

import dev.resilience.Invocation;
import dev.resilience.Stage;
import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Calls the next stage until it succeeds, or nothing more may be tried. What is decided
 * after an attempt stands in {@link Retrying}; here is only how a thread calls and waits.
 * <p>
 * Waits on the caller's own thread and holds no lock and no permit meanwhile. An
 * interrupt during a wait ends the retries: the flag is set again and the last outcome
 * goes to the caller.
 */
final class RetryStage implements Stage {

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
			if (!this.policy.isRetriedFailure(ex)) {
				this.policy.failedAtOnce(invocation);
				throw ex;
			}
			this.policy.unsatisfied(invocation);
			return callAgain(invocation, new Retrying(this.policy, this.maxNanos, startedNanos), null, ex);
		}
		if (!this.policy.isRetriedResult(result)) {
			this.policy.succeededAtOnce(invocation);
			return result;
		}
		this.policy.unsatisfied(invocation);
		return callAgain(invocation, new Retrying(this.policy, this.maxNanos, startedNanos), result, null);
	}

	private @Nullable Object callAgain(Invocation invocation, Retrying retrying, @Nullable Object firstResult,
			@Nullable Throwable firstFailure) throws Throwable {
		long delayNanos = retrying.afterFirstAttempt(firstResult, firstFailure, isInterrupted());
		while (delayNanos >= 0) {
			if (!sleep(delayNanos)) {
				retrying.abandon();
				break;
			}
			invocation.timePassed();
			retrying.beginAttempt();
			Object result = null;
			Throwable failure = null;
			try {
				result = this.next.call(invocation);
			}
			catch (Throwable ex) {
				failure = ex;
			}
			delayNanos = retrying.afterAttempt(result, failure, isInterrupted());
		}
		return retrying.outcome();
	}

	private boolean sleep(long nanos) {
		try {
			this.policy.context().ticker().sleep(nanos);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static boolean isInterrupted() {
		return Thread.currentThread().isInterrupted();
	}

}
