package dev.resilience;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells several listeners, each isolated from the others and from the call: whatever one
 * throws is logged and goes no further.
 */
final class ListenerChain implements PolicyListener {

	private static final Logger logger = System.getLogger(PolicyListener.class.getName());

	private final List<PolicyListener> listeners;

	ListenerChain(List<? extends PolicyListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		tell((listener) -> listener.onStateTransition(instance, from, to, cause));
	}

	@Override
	public void onRejected(String instance, PolicyType policy) {
		tell((listener) -> listener.onRejected(instance, policy));
	}

	@Override
	public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
		tell((listener) -> listener.onRetry(instance, retry, delayNanos, failure));
	}

	@Override
	public void onRetriesExhausted(String instance, int attempts, @Nullable Throwable failure) {
		tell((listener) -> listener.onRetriesExhausted(instance, attempts, failure));
	}

	@Override
	public void onBudgetExhausted(String instance, @Nullable Throwable failure) {
		tell((listener) -> listener.onBudgetExhausted(instance, failure));
	}

	@Override
	public void onFallback(String instance, String rung, Throwable cause) {
		tell((listener) -> listener.onFallback(instance, rung, cause));
	}

	@Override
	public void onFallbackFailed(String instance, String rung, Throwable failure) {
		tell((listener) -> listener.onFallbackFailed(instance, rung, failure));
	}

	@Override
	public void onReset(String instance) {
		tell((listener) -> listener.onReset(instance));
	}

	private void tell(Consumer<PolicyListener> event) {
		for (PolicyListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.log(Level.ERROR, "Listener " + listener.getClass().getName() + " failed", ex);
			}
		}
	}

}
