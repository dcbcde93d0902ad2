package dev.resilience.fallback;

import dev.resilience.Degradation;
import dev.resilience.Invocation;
import dev.resilience.Stage;
import dev.resilience.internal.GivenUp;
import dev.resilience.internal.Suppressed;
import org.jspecify.annotations.Nullable;

/**
 * Answers by the first rung that can, when the next stage throws what the fallback
 * handles. If none can, what the last one threw goes to the caller, with the original
 * exception first among the suppressed, then what the rung before threw. An interruption
 * that a rung answers for is not lost: the flag is set again. An {@link Error} of a rung
 * ends the ladder, unless the fallback handles such errors.
 * <p>
 * A failure that a retry inside has given up on stays one for a retry outside, whatever
 * exception stands for it now; one that a rung answered for does not.
 */
final class FallbackStage implements Stage {

	private final FallbackPolicy policy;

	private final FallbackConfig config;

	private final Stage next;

	FallbackStage(FallbackPolicy policy, FallbackConfig config, Stage next) {
		this.policy = policy;
		this.config = config;
		this.next = next;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		long marks = GivenUp.now();
		try {
			return this.next.call(invocation);
		}
		catch (Throwable ex) {
			if (!this.config.handles(ex)) {
				throw ex;
			}
			return answer(invocation, ex, marks);
		}
	}

	private @Nullable Object answer(Invocation invocation, Throwable original, long marks) throws Throwable {
		Throwable failure = original;
		boolean tried = false;
		for (Rung rung : this.config.rungs()) {
			if (!rung.accepts(original)) {
				continue;
			}
			Object answer;
			try {
				answer = rung.answer(invocation, original);
			}
			catch (Throwable ex) {
				this.policy.rungFailed(rung.name(), ex);
				Suppressed.add(ex, original);
				Suppressed.add(ex, failure);
				failure = ex;
				tried = true;
				if (ex instanceof Error && !this.config.handles(ex)) {
					break;
				}
				continue;
			}
			finally {
				invocation.timePassed();
			}
			this.policy.rungSucceeded(rung.name(), original);
			invocation.answeredByFallback();
			GivenUp.forget(original);
			Degradation.report(this.policy.instance(), rung.name(), original, null);
			if (original instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return answer;
		}
		if (tried) {
			this.policy.callFailed();
			if (GivenUp.isMarked(original, marks)) {
				GivenUp.mark(failure);
			}
		}
		throw failure;
	}

}
