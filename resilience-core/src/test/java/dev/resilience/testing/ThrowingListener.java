package dev.resilience.testing;

import dev.resilience.CircuitState;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * Throws whatever happens: in turn an exception and an error.
 */
public final class ThrowingListener implements PolicyListener {

	private boolean error;

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		fail();
	}

	@Override
	public void onRejected(String instance, PolicyType policy) {
		fail();
	}

	@Override
	public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
		fail();
	}

	@Override
	public void onRetriesExhausted(String instance, int attempts, @Nullable Throwable failure) {
		fail();
	}

	@Override
	public void onBudgetExhausted(String instance, @Nullable Throwable failure) {
		fail();
	}

	@Override
	public void onFallback(String instance, String rung, Throwable cause) {
		fail();
	}

	@Override
	public void onFallbackFailed(String instance, String rung, Throwable failure) {
		fail();
	}

	@Override
	public void onStaleAnswer(String instance, long ageNanos, Throwable cause) {
		fail();
	}

	@Override
	public void onReset(String instance) {
		fail();
	}

	private void fail() {
		this.error = !this.error;
		if (this.error) {
			throw new AssertionError("listener");
		}
		throw new IllegalStateException("listener");
	}

}
