package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.resilience.CircuitState;
import dev.resilience.Invocation;
import dev.resilience.TransitionCause;
import dev.resilience.internal.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A state of a circuit breaker from its entry to its end, and the permit of the calls
 * that it admitted. A state object is used once: entering the same state again makes a
 * new one, so an outcome can only count for the generation that admitted its call.
 */
abstract class State implements Permit {

	final CircuitBreakerPolicy breaker;

	/** The calls that are running, or null if slow calls are not watched. */
	private final @Nullable InFlightCalls inFlight;

	private static final AtomicReferenceFieldUpdater<State, @Nullable Long> HINTED = AtomicReferenceFieldUpdater
		.newUpdater(State.class, Long.class, "hintedUntil");

	/**
	 * The latest time of the ticker until which the server wants to be left alone, as
	 * failed calls of this state were told, or null.
	 */
	private volatile @Nullable Long hintedUntil;

	private final CircuitState name;

	private final Instant since;

	State(CircuitBreakerPolicy breaker, CircuitState name, Instant since) {
		this.breaker = breaker;
		this.name = name;
		this.since = since;
		this.inFlight = breaker.newInFlightCalls();
	}

	final CircuitState name() {
		return this.name;
	}

	/** Wall-clock time of the entry, to be shown. */
	final Instant since() {
		return this.since;
	}

	/**
	 * Admits a call.
	 * @param now the time of the ticker; anything if the state is timeless
	 * @return true if the call may run; its outcome is then given to this object
	 */
	abstract boolean tryAcquire(long now);

	/**
	 * Takes the outcome of a call that this object admitted.
	 * @param invocation the call
	 * @param outcome the flags of {@link Window}
	 */
	abstract void record(Invocation invocation, int outcome);

	/** A failed call was told that the server wants to be left alone until then. */
	final void hint(long untilNanos) {
		HINTED.updateAndGet(this, (known) -> (known == null || untilNanos - known > 0) ? untilNanos : known);
	}

	/** For how long the server wants to be left alone, as far as it is known. */
	final long hintedNanos(long now) {
		Long until = this.hintedUntil;
		return (until != null) ? Math.max(0, until - now) : 0;
	}

	/** Takes a permit back whose call says nothing. */
	void release(Invocation invocation) {
	}

	/**
	 * The state that follows since its time has come.
	 * @param call whether a call asks, rather than somebody who only looks
	 * @param now the time of the ticker
	 * @return the next state, or null if nothing is due
	 */
	@Nullable Due due(boolean call, long now) {
		return null;
	}

	/**
	 * How long until {@link #due} may have something even if no call asks; negative for
	 * never.
	 */
	long nanosUntilDue() {
		return -1;
	}

	/** What is shown of the calls. */
	abstract Counts counts();

	/** How often the circuit opened since it was closed, this time included. */
	int openings() {
		return 0;
	}

	/** How long until the next trial call, or null if that is not known. */
	@Nullable Duration retryAfter(long now) {
		return null;
	}

	/**
	 * Makes a permit that knows when its call began.
	 * @param now the time of the ticker
	 * @return the permit
	 */
	final TimedPermit timed(long now) {
		return new TimedPermit(this, this.inFlight, now);
	}

	/** Whether slow calls are watched. */
	final boolean isTimed() {
		return this.inFlight != null;
	}

	/** Whether nothing can ever be due. */
	boolean isTimeless() {
		return false;
	}

	/** How many calls of this state are slow before they have ended. */
	final int overdue(long now) {
		return (this.inFlight != null) ? this.inFlight.overdue(now) : 0;
	}

	/** The same, as far as it is known without looking at the time. */
	final int markedOverdue() {
		return (this.inFlight != null) ? this.inFlight.marked() : 0;
	}

	@Override
	public final void success(Invocation invocation, @Nullable Object result) {
		this.breaker.onSuccess(this, invocation, result, false);
	}

	@Override
	public final void failure(Invocation invocation, Throwable failure) {
		this.breaker.onFailure(this, invocation, failure, false);
	}

	@Override
	public final void cancelled(Invocation invocation) {
		this.breaker.onIgnored(this, invocation);
	}

	/**
	 * A transition whose time has come.
	 *
	 * @param next the state to enter
	 * @param cause why
	 */
	record Due(State next, TransitionCause cause) {
	}

}
