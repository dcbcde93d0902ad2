package dev.resilience.circuitbreaker;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the {@link CircuitBreakerModel} that follow from the configuration alone.
 *
 * @param setup the configuration
 * @param differences in what to behave like Resilience4j
 */
record ModelRules(CircuitBreakerSetup setup, Set<Difference> differences) {

	boolean is(Difference difference) {
		return this.differences.contains(difference);
	}

	/** Whether nobody tells the breaker that a call has ended like this. */
	boolean isUnseen(Ending ending) {
		return (ending == Ending.ERROR && is(Difference.ERRORS_ARE_UNSEEN))
				|| (ending == Ending.CANCELLATION && is(Difference.CANCELLATIONS_ARE_UNSEEN));
	}

	Kind kind(Ending ending) {
		return switch (ending) {
			case RESULT -> Kind.SUCCESSFUL;
			case BAD_RESULT -> this.setup.watchesResults() ? Kind.FAILED : Kind.SUCCESSFUL;
			case EXCEPTION, ERROR -> Kind.FAILED;
			case OTHER_EXCEPTION -> this.setup.recordsOneException() ? Kind.SUCCESSFUL : Kind.FAILED;
			case EXCEPTION_TO_IGNORE -> this.setup.ignoresOneException() ? Kind.IGNORED : Kind.FAILED;
			case REJECTION -> is(Difference.REJECTIONS_COUNT) ? kind(Ending.OTHER_EXCEPTION) : Kind.IGNORED;
			case CANCELLATION -> Kind.IGNORED;
		};
	}

	boolean isSlow(long nanos) {
		return this.setup.slowNanos() >= 0 && nanos > this.setup.slowNanos();
	}

	/** Whether calls in this state are neither counted nor told of. */
	boolean isSilent(CircuitState state) {
		return is(Difference.FIXED_STATES_ARE_SILENT)
				&& (state == CircuitState.FORCED_OPEN || state == CircuitState.DISABLED);
	}

	boolean isRefused(CircuitState from, CircuitState to) {
		return switch (from) {
			case CLOSED -> to == CircuitState.HALF_OPEN && is(Difference.SOME_TRANSITIONS_REFUSED);
			case METRICS_ONLY ->
				(to == CircuitState.HALF_OPEN || to == CircuitState.OPEN) && is(Difference.SOME_TRANSITIONS_REFUSED);
			default -> false;
		};
	}

	/** How many trial calls decide in HALF_OPEN. */
	int trials() {
		return is(Difference.MINIMUM_SHORTENS_TRIAL) ? Math.min(this.setup.minimum(), this.setup.permitted())
				: this.setup.permitted();
	}

	/** The threshold that this many failures or slow trial calls reach. */
	@Nullable TransitionCause reachedByTrials(long failures, long slowCalls) {
		if (isFailureRate(failures, trials())) {
			return TransitionCause.FAILURE_RATE;
		}
		return isSlowCallRate(slowCalls, trials()) ? TransitionCause.SLOW_CALL_RATE : null;
	}

	boolean isFailureRate(long failures, long total) {
		return isReached(failures, total, this.setup.failureRate());
	}

	boolean isSlowCallRate(long slowCalls, long total) {
		return isReached(slowCalls, total, this.setup.slowRate());
	}

	private boolean isReached(long part, long total, double percent) {
		if (is(Difference.RATES_ARE_FLOATS)) {
			return part * 100.0f / total >= (float) percent;
		}
		BigDecimal hundredfold = BigDecimal.valueOf(part * 100);
		return hundredfold.compareTo(BigDecimal.valueOf(percent).multiply(BigDecimal.valueOf(total))) >= 0;
	}

	long openWaitNanos(int openings) {
		return is(Difference.DURATIONS_IN_MILLIS) ? this.setup.openWaitInWholeMillis(openings)
				: this.setup.openWaitNanos(openings);
	}

	long halfOpenWaitNanos() {
		return is(Difference.DURATIONS_IN_MILLIS) ? this.setup.halfOpenWait().toMillis() * 1_000_000
				: this.setup.halfOpenWait().toNanos();
	}

	boolean isOpenWaitOver(long waited, long wait) {
		return is(Difference.OPEN_WAIT_END_REJECTS) ? waited > wait : waited >= wait;
	}

	/**
	 * The window that a state begins with.
	 * @param state the state
	 * @param previous the window of the state before
	 * @param time the time that the window goes by
	 */
	ModelWindow window(CircuitState state, ModelWindow previous, long time) {
		return switch (state) {
			case CLOSED, METRICS_ONLY -> recordingWindow(time);
			case HALF_OPEN -> ModelWindow.ofCalls(this.setup.permitted(), trials());
			case OPEN -> previous;
			case FORCED_OPEN, DISABLED -> ModelWindow.ofNothing();
		};
	}

	ModelWindow recordingWindow(long time) {
		Duration duration = this.setup.windowDuration();
		if (duration == null) {
			return ModelWindow.ofCalls(this.setup.window(), this.setup.minimum());
		}
		int buckets = is(Difference.BUCKETS_OF_ONE_SECOND) ? (int) duration.toSeconds() : 10;
		long origin = is(Difference.BUCKETS_BEGIN_WITH_SECONDS) ? 0 : time;
		return ModelWindow.ofTime(new ModelWindow.Buckets(origin, duration.toNanos() / buckets, buckets),
				this.setup.minimum());
	}

	/**
	 * What an ending says about a dependency.
	 */
	enum Kind {

		SUCCESSFUL, FAILED, IGNORED

	}

}
