package dev.resilience.circuitbreaker;

import java.util.EnumSet;
import java.util.Set;

/**
 * What Resilience4j 2.4.0 does otherwise than we do, each with the reason for ours. The
 * {@link CircuitBreakerModel} that has a difference switched on behaves like Resilience4j
 * there. With all of them on it is Resilience4j, with none it is our engine; so these are
 * all differences that the random sequences can show.
 * <p>
 * {@code D1} to {@code D16} are the decisions of our semantics.
 */
enum Difference {

	/**
	 * D1. A call exactly at the end of the open wait is rejected there. Ours is admitted:
	 * who is told to come back after 10 s must not be rejected after 10 s.
	 */
	OPEN_WAIT_END_REJECTS,

	/**
	 * D2. Rates and thresholds are floats there, of 7 digits: one failure of three
	 * reaches 33.3333334 %. Ours are compared exactly, as whole numbers.
	 */
	RATES_ARE_FLOATS,

	/**
	 * D3. HALF_OPEN waits there for all the trial calls that it needs, even if the first
	 * ones have decided. Ours gives its verdict as soon as it is certain: each further
	 * trial call of a broken dependency is one failure too many.
	 */
	VERDICT_AFTER_LAST_TRIAL,

	/**
	 * D3. The minimum of the window counts in HALF_OPEN there too: with a minimum of 2, 2
	 * of 10 permitted calls decide. Ours judges over the calls that are permitted, since
	 * that is what the operator has asked for.
	 */
	MINIMUM_SHORTENS_TRIAL,

	/**
	 * D4. An ignored outcome adds a permit there to whatever half-open state it meets, so
	 * that calls admitted before make more probes than permitted. Ours gives a permit
	 * back only to the state that granted it.
	 */
	STRAY_OUTCOME_ADDS_PERMIT,

	/**
	 * D5. No decorator there tells the breaker of an {@link Error}: it is not counted,
	 * and the permit of a trial call is lost. Ours counts it as a failure.
	 */
	ERRORS_ARE_UNSEEN,

	/**
	 * D7. An outcome counts there for the state that it meets, so late results of closed
	 * calls decide HALF_OPEN, and those from before a reset count after it. Ours counts
	 * only for the state that admitted the call.
	 */
	LATE_OUTCOMES_COUNT,

	/**
	 * D8. A rejection by another policy, such as a full bulkhead, is an exception like
	 * any other there. Ours is not counted: it says nothing of the dependency.
	 */
	REJECTIONS_COUNT,

	/**
	 * D4, D8. Nobody there is told that a stage was cancelled: the permit of a trial call
	 * is lost. Ours takes it back.
	 */
	CANCELLATIONS_ARE_UNSEEN,

	/**
	 * D11. The open wait and the time-based window follow the wall clock there: a step
	 * ends the wait or prolongs it, and empties the window. Ours are monotonic.
	 */
	WALL_CLOCK_DECIDES,

	/**
	 * D14. A slow call counts there when it returns. Ours counts as slow as soon as it is
	 * overdue, so that a dependency that hangs is seen before the time-outs end.
	 */
	OVERDUE_CALLS_ARE_UNSEEN,

	/**
	 * D16. A transition to the state that it is in starts that state again there: an
	 * empty window, a new and longer wait, fresh permits. Ours changes nothing, so an
	 * operator may ask twice.
	 */
	SAME_STATE_STARTS_AGAIN,

	/**
	 * D16. FORCED_OPEN and DISABLED publish no events there, and meters are fed by
	 * events. Ours counts every call and every rejection in every state.
	 */
	FIXED_STATES_ARE_SILENT,

	/**
	 * D16. FORCED_OPEN counts there as one more opening, so the open wait after it is
	 * longer. Ours grows only with openings by failures that no closing parts.
	 */
	FORCED_OPEN_LENGTHENS_WAIT,

	/**
	 * A bug of the peer: {@code reset} leaves the timer of the state that it ends armed,
	 * which later opens a closed circuit, or ends an open, forced or disabled one. Ours
	 * makes a transition only from the state whose time has come (I4).
	 */
	RESET_LEAVES_TIMER,

	/**
	 * CLOSED to HALF_OPEN, and METRICS_ONLY to OPEN or HALF_OPEN, are refused there with
	 * an exception. Ours lets an operator go from every state to every other (D16).
	 */
	SOME_TRANSITIONS_REFUSED,

	/**
	 * The view of an open circuit goes on there: late results come in, a time-based
	 * window runs empty. Ours keeps showing the calls that made it open, since that is
	 * what an operator looks for.
	 */
	OPEN_SHOWS_LIVE_WINDOW,

	/**
	 * Rejections are counted there by window: the number falls back to 0 when the state
	 * brings a new one. Ours counts since the start or the last reset.
	 */
	REJECTIONS_COUNTED_BY_WINDOW,

	/**
	 * Durations are cut to milliseconds there, after each multiplication too. Ours are in
	 * nanoseconds, and what is configured is what is waited.
	 */
	DURATIONS_IN_MILLIS,

	/**
	 * A time-based window is made there of buckets of one second. Ours is cut into 10,
	 * whatever its length, so that a short window does not forget all at once.
	 */
	BUCKETS_OF_ONE_SECOND,

	/**
	 * The buckets begin there with the seconds of the wall clock, so the first of a
	 * window is shorter than the others. Ours begin when the state begins.
	 */
	BUCKETS_BEGIN_WITH_SECONDS;

	/** None: how our engine behaves. */
	static Set<Difference> none() {
		return EnumSet.noneOf(Difference.class);
	}

	/** All: how Resilience4j behaves. */
	static Set<Difference> all() {
		return EnumSet.allOf(Difference.class);
	}

	/** All but one. */
	static Set<Difference> allBut(Difference difference) {
		return EnumSet.complementOf(EnumSet.of(difference));
	}

}
