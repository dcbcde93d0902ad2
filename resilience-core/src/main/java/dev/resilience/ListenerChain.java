package dev.resilience;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells several listeners, each isolated from the others and from the call: whatever one
 * throws is logged and goes no further.
 */
final class ListenerChain implements PolicyListener {

	private static final Logger logger = System.getLogger(PolicyListener.class.getName());

	private final Supplier<? extends List<? extends PolicyListener>> source;

	/** What the source gave; asked for again as long as it throws. */
	private volatile @Nullable List<? extends PolicyListener> listeners;

	ListenerChain(Supplier<? extends List<? extends PolicyListener>> source) {
		this.source = source;
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
	public void onStaleAnswer(String instance, long ageNanos, Throwable cause) {
		tell((listener) -> listener.onStaleAnswer(instance, ageNanos, cause));
	}

	@Override
	public void onReset(String instance) {
		tell((listener) -> listener.onReset(instance));
	}

	private void tell(Consumer<PolicyListener> event) {
		for (PolicyListener listener : listeners()) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.log(Level.ERROR, "Listener " + listener.getClass().getName() + " failed", ex);
			}
		}
	}

	private List<? extends PolicyListener> listeners() {
		List<? extends PolicyListener> listeners = this.listeners;
		if (listeners == null) {
			try {
				listeners = List.copyOf(this.source.get());
				this.listeners = listeners;
			}
			catch (Throwable ex) {
				logger.log(Level.ERROR, "Listeners are not available: an event is lost", ex);
				return List.of();
			}
		}
		return listeners;
	}

}
