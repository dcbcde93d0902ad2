package dev.resilience.staleiferror;

import dev.resilience.Invocation;
import dev.resilience.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the next stage returns, and answers with it when the next stage throws.
 */
final class StaleIfErrorStage implements Stage {

	private final LastGoodResults results;

	private final Stage next;

	StaleIfErrorStage(LastGoodResults results, Stage next) {
		this.results = results;
		this.next = next;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		EntryKey key = this.results.key(invocation);
		Object result;
		try {
			result = this.next.call(invocation);
		}
		catch (Throwable ex) {
			Object answer = this.results.answer(key, invocation, ex);
			if (answer == null) {
				throw ex;
			}
			return answer;
		}
		this.results.remember(key, invocation, result);
		return result;
	}

}
