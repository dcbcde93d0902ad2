package dev.resilience.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.resilience.CircuitState;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each event as one line of text.
 */
public final class RecordingListener implements PolicyListener {

	private final List<String> events = new CopyOnWriteArrayList<>();

	public List<String> events() {
		return this.events;
	}

	public List<String> transitions() {
		return this.events.stream().filter((event) -> event.contains("->")).toList();
	}

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		this.events.add(instance + ": " + from + " -> " + to + " (" + cause + ")");
	}

	@Override
	public void onRejected(String instance, PolicyType policy) {
		this.events.add(instance + ": rejected by " + policy.id());
	}

	@Override
	public void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
		this.events.add(instance + ": retry " + retry);
	}

	@Override
	public void onRetriesExhausted(String instance, int attempts, @Nullable Throwable failure) {
		this.events.add(instance + ": retries exhausted after " + attempts);
	}

	@Override
	public void onBudgetExhausted(String instance, @Nullable Throwable failure) {
		this.events.add(instance + ": budget exhausted");
	}

	@Override
	public void onFallback(String instance, String rung, Throwable cause) {
		this.events.add(instance + ": fallback " + rung);
	}

	@Override
	public void onFallbackFailed(String instance, String rung, Throwable failure) {
		this.events.add(instance + ": fallback failed " + rung);
	}

	@Override
	public void onStaleAnswer(String instance, long ageNanos, Throwable cause) {
		this.events.add(instance + ": stale answer");
	}

	@Override
	public void onReset(String instance) {
		this.events.add(instance + ": reset");
	}

}
