package dev.resilience;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Is told what the policies do, as it happens. Every method does nothing by default.
 * <p>
 * Methods are called on the thread of the guarded call (or of whoever caused the event),
 * by several threads at the same time, after the state has changed and while no lock is
 * held; two events that follow closely may arrive in either order. Whatever a listener
 * throws is logged and changes nothing else. A listener must not keep the exceptions that
 * it is given.
 */
public interface PolicyListener {

	/**
	 * A circuit breaker changed its state. Called exactly once per transition.
	 * @param instance the name of the instance
	 * @param from the state that was left
	 * @param to the state that was entered
	 * @param cause why
	 */
	default void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
	}

	/**
	 * A call was rejected: the circuit is open, the rate limiter has no permit left, or
	 * the bulkhead is full.
	 * @param instance the name of the instance
	 * @param policy which policy rejected it
	 */
	default void onRejected(String instance, PolicyType policy) {
	}

	/**
	 * A call will be made again after a delay.
	 * @param instance the name of the instance
	 * @param retry the number of the retry, from 1
	 * @param delayNanos how long the call waits before, in nanoseconds
	 * @param failure what the attempt threw, or null if its result asks for the retry
	 */
	default void onRetry(String instance, int retry, long delayNanos, @Nullable Throwable failure) {
	}

	/**
	 * A call failed that would be retried, and has no attempt or no time left, or a
	 * retried call inside has given up on it.
	 * @param instance the name of the instance
	 * @param attempts how many attempts were made, the first call included
	 * @param failure what the last attempt threw, or null if its result asked for another
	 */
	default void onRetriesExhausted(String instance, int attempts, @Nullable Throwable failure) {
	}

	/**
	 * A call failed and would have been retried, but the retry budget is empty.
	 * @param instance the name of the instance
	 * @param failure what the last attempt threw, or null if its result asked for another
	 */
	default void onBudgetExhausted(String instance, @Nullable Throwable failure) {
	}

	/**
	 * A rung of a fallback answered.
	 * @param instance the name of the instance
	 * @param rung the text of the rung
	 * @param cause what the guarded call threw
	 */
	default void onFallback(String instance, String rung, Throwable cause) {
	}

	/**
	 * A rung of a fallback threw.
	 * @param instance the name of the instance
	 * @param rung the text of the rung
	 * @param failure what the rung threw
	 */
	default void onFallbackFailed(String instance, String rung, Throwable failure) {
	}

	/**
	 * A failed call was answered with the last good result.
	 * @param instance the name of the instance
	 * @param ageNanos how old that result is, in nanoseconds
	 * @param cause what the guarded call threw
	 */
	default void onStaleAnswer(String instance, long ageNanos, Throwable cause) {
	}

	/**
	 * An operator reset the instance.
	 * @param instance the name of the instance
	 */
	default void onReset(String instance) {
	}

	/**
	 * Tells several listeners, each isolated from the others and from the calls.
	 * @param listeners are told in their order
	 * @return the listener that tells them
	 */
	static PolicyListener all(PolicyListener... listeners) {
		List<PolicyListener> list = List.of(listeners);
		return new ListenerChain(() -> list);
	}

	/**
	 * Tells several listeners that are not there yet, each isolated from the others and
	 * from the calls.
	 * @param listeners is asked at each event, until it does not throw
	 * @return the listener that tells them
	 */
	static PolicyListener all(Supplier<? extends List<? extends PolicyListener>> listeners) {
		return new ListenerChain(listeners);
	}

}
