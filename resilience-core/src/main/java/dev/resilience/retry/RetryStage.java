package dev.resilience.retry;

import dev.resilience.CallContext;
import dev.resilience.Invocation;
import dev.resilience.Stage;
import dev.resilience.internal.GivenUp;
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

	private final RetryRules rules;

	private final RetryPolicy policy;

	private final Stage next;

	RetryStage(RetryRules rules, Stage next) {
		this.rules = rules;
		this.policy = rules.policy();
		this.next = next;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		long startedNanos = (this.rules.maxNanos() < 0) ? 0 : invocation.nanoTime(this.policy.context().ticker());
		long marks = GivenUp.now();
		Object result;
		try {
			result = this.next.call(invocation);
		}
		catch (Throwable ex) {
			if (!this.rules.isRetriedFailure(ex)) {
				this.policy.failedAtOnce(invocation);
				throw ex;
			}
			return callAgain(invocation, startedNanos, null, ex, marks);
		}
		if (!this.rules.isRetriedResult(result)) {
			this.policy.succeededAtOnce(invocation);
			return result;
		}
		return callAgain(invocation, startedNanos, result, null, marks);
	}

	private @Nullable Object callAgain(Invocation invocation, long startedNanos, @Nullable Object firstResult,
			@Nullable Throwable firstFailure, long firstMarks) throws Throwable {
		this.policy.unsatisfied(invocation);
		Retrying retrying = new Retrying(this.rules, startedNanos);
		Throwable failure = firstFailure;
		long delayNanos = retrying.afterFirstAttempt(firstResult, failure, isNested(failure, firstMarks),
				isInterrupted());
		while (delayNanos >= 0) {
			if (!sleep(delayNanos)) {
				retrying.abandon();
				break;
			}
			invocation.timePassed();
			retrying.beginAttempt();
			if (this.rules.bindsContext()) {
				CallContext.find().ifPresent((context) -> CallContext.bind(context.nextAttempt()));
			}
			long marks = GivenUp.now();
			Object result = null;
			failure = null;
			try {
				result = this.next.call(invocation);
			}
			catch (Throwable ex) {
				failure = ex;
			}
			delayNanos = retrying.afterAttempt(result, failure, isNested(failure, marks), isInterrupted());
		}
		if (failure != null && retrying.hasGivenUp()) {
			GivenUp.mark(failure);
		}
		return retrying.outcome();
	}

	private static boolean isNested(@Nullable Throwable failure, long marks) {
		return failure != null && GivenUp.isMarked(failure, marks);
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
