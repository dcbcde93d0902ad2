package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker as one would write it on a sheet of paper: one thread, plain lists,
 * decimal numbers, time since the start. Slow and obviously right; the engine is compared
 * with it. With {@link Difference}s switched on it behaves like Resilience4j there, and
 * Resilience4j is compared with it.
 */
final class CircuitBreakerModel {

	private final CircuitBreakerSetup setup;

	private final ModelRules rules;

	private final List<String> events = new ArrayList<>();

	private final ModelCounters counters = new ModelCounters();

	/** Time since the start. */
	private long now;

	private Instant wallClock;

	/** How far the wall clock was stepped away from the time. */
	private long steppedNanos;

	private CircuitState state;

	private long generation;

	private Instant since;

	private long enteredAt;

	private long enteredAtByWallClock;

	private long openWait;

	private int openings;

	private int permitsLeft;

	private final List<ModelPermit> running = new ArrayList<>();

	private int failuresInRow;

	private ModelWindow window;

	private ModelCounts shown = ModelCounts.NOTHING;

	private final List<Timer> forgottenTimers = new ArrayList<>();

	CircuitBreakerModel(CircuitBreakerSetup setup, Instant wallClock, Set<Difference> differences) {
		this.setup = setup;
		this.rules = new ModelRules(setup, differences);
		this.wallClock = wallClock;
		this.since = wallClock;
		this.state = CircuitState.CLOSED;
		this.window = this.rules.recordingWindow(0);
		if (setup.initialState() == CircuitState.OPEN) {
			open(0);
		}
		else {
			enter(setup.initialState());
		}
	}

	/** Time passes, and nobody looks. */
	void advance(long nanos) {
		this.now += nanos;
	}

	/** Time passes, and timers make what is due happen when it is due. */
	void advanceWithTimers(long nanos) {
		long end = this.now + nanos;
		for (long next = nextTimer(); next <= end; next = nextTimer()) {
			this.now = next;
			fireForgottenTimers();
			look(false);
		}
		this.now = end;
	}

	private long nextTimer() {
		long next = ownTimer();
		for (Timer timer : this.forgottenTimers) {
			next = Math.min(next, timer.at());
		}
		return next;
	}

	private long ownTimer() {
		return switch (this.state) {
			case OPEN -> this.setup.automatic() ? this.enteredAt + this.openWait : Long.MAX_VALUE;
			case HALF_OPEN -> this.enteredAt + this.rules.halfOpenWaitNanos();
			default -> Long.MAX_VALUE;
		};
	}

	private void fireForgottenTimers() {
		for (Iterator<Timer> timers = this.forgottenTimers.iterator(); timers.hasNext();) {
			Timer timer = timers.next();
			if (timer.at() <= this.now) {
				timers.remove();
				force(timer.target());
			}
		}
	}

	void stepWallClock(Duration step) {
		this.wallClock = this.wallClock.plus(step);
		this.steppedNanos += step.toNanos();
	}

	/** The time that windows and open waits go by. */
	private long clock() {
		return this.rules.is(Difference.WALL_CLOCK_DECIDES) ? this.now + this.steppedNanos : this.now;
	}

	/** A call asks: the permit, or null for a rejection. */
	@Nullable ModelPermit acquire() {
		look(true);
		boolean admitted = switch (this.state) {
			case CLOSED, METRICS_ONLY, DISABLED -> true;
			case OPEN, FORCED_OPEN -> false;
			case HALF_OPEN -> this.permitsLeft > 0;
		};
		if (!admitted) {
			this.window.reject();
			if (!this.rules.isSilent(this.state)) {
				this.counters.reject();
				this.events.add("payment: rejected by circuit-breaker");
			}
			return null;
		}
		this.permitsLeft--;
		ModelPermit permit = new ModelPermit(this.generation, this.now);
		this.running.add(permit);
		return permit;
	}

	void finish(ModelPermit permit, Ending ending) {
		look(false);
		if (this.rules.isUnseen(ending)) {
			return;
		}
		boolean slow = this.rules.isSlow(this.now - permit.startedAt());
		ModelRules.Kind kind = this.rules.kind(ending);
		if (!this.rules.isSilent(this.state)) {
			this.counters.count(kind, slow);
		}
		this.running.remove(permit);
		boolean late = permit.generation() != this.generation;
		if (kind == ModelRules.Kind.IGNORED) {
			if (!late || this.rules.is(Difference.STRAY_OUTCOME_ADDS_PERMIT)) {
				this.permitsLeft++;
			}
		}
		else if (!late || this.rules.is(Difference.LATE_OUTCOMES_COUNT)) {
			record(kind == ModelRules.Kind.FAILED, slow);
		}
	}

	private void record(boolean failed, boolean slow) {
		if (this.state != CircuitState.DISABLED && this.state != CircuitState.FORCED_OPEN) {
			this.window.add(failed, slow, clock());
		}
		if (this.state == CircuitState.CLOSED) {
			tripIfReached();
			tripIfTooManyInRow(failed);
		}
		else if (this.state == CircuitState.HALF_OPEN) {
			decide();
		}
	}

	private void tripIfReached() {
		int calls = this.window.total();
		if (calls >= this.setup.minimum() && this.rules.isFailureRate(this.window.failed(), calls)) {
			trip(1, TransitionCause.FAILURE_RATE);
		}
		else {
			tripIfSlow();
		}
	}

	private void tripIfSlow() {
		int calls = this.window.total() + overdue();
		if (calls >= this.setup.minimum() && this.rules.isSlowCallRate(this.window.slow() + overdue(), calls)) {
			trip(1, TransitionCause.SLOW_CALL_RATE);
		}
	}

	private void tripIfTooManyInRow(boolean failed) {
		this.failuresInRow = failed ? this.failuresInRow + 1 : 0;
		if (this.state == CircuitState.CLOSED && this.setup.failuresInRow() > 0
				&& this.failuresInRow >= this.setup.failuresInRow()) {
			trip(this.setup.minimum(), TransitionCause.CONSECUTIVE_FAILURES);
		}
	}

	private void trip(int minimum, TransitionCause cause) {
		this.shown = counts(minimum);
		move(CircuitState.OPEN, cause);
	}

	/** The calls of this generation that are slow before they have ended. */
	private int overdue() {
		if (this.rules.is(Difference.OVERDUE_CALLS_ARE_UNSEEN)) {
			return 0;
		}
		return (int) this.running.stream().filter((permit) -> this.rules.isSlow(this.now - permit.startedAt())).count();
	}

	private void decide() {
		int open = Math.max(0, this.rules.trials() - this.window.total());
		if (open > 0 && this.rules.is(Difference.VERDICT_AFTER_LAST_TRIAL)) {
			return;
		}
		TransitionCause cause = this.rules.reachedByTrials(this.window.failed(), this.window.slow() + overdue());
		if (cause != null) {
			trip(1, cause);
		}
		else if (this.rules.reachedByTrials(this.window.failed() + open,
				(this.setup.slowNanos() >= 0) ? this.window.slow() + open : 0) == null) {
			move(CircuitState.CLOSED, TransitionCause.TRIAL_SUCCEEDED);
		}
	}

	/** Makes the transitions that are due. */
	void look(boolean call) {
		while (true) {
			this.window.forgetBefore(clock());
			if (this.state == CircuitState.CLOSED && overdue() > 0) {
				tripIfSlow();
			}
			long late = this.now - this.enteredAt - this.rules.halfOpenWaitNanos();
			if (this.state == CircuitState.OPEN && isOpenWaitOver(call)) {
				move(CircuitState.HALF_OPEN, TransitionCause.OPEN_WAIT_OVER);
			}
			else if (this.state == CircuitState.HALF_OPEN && late >= 0) {
				this.shown = counts(this.window.minimum());
				tell(CircuitState.OPEN, this.running.isEmpty() && this.window.total() == 0
						? TransitionCause.NO_TRIAL_CALL : TransitionCause.HALF_OPEN_WAIT_OVER);
				open(late);
			}
			else if (this.state == CircuitState.HALF_OPEN && overdue() > 0
					&& this.rules.isSlowCallRate(this.window.slow() + overdue(), this.rules.trials())) {
				trip(1, TransitionCause.SLOW_CALL_RATE);
			}
			else {
				return;
			}
		}
	}

	private boolean isOpenWaitOver(boolean call) {
		return (this.setup.automatic() && this.now - this.enteredAt >= this.openWait)
				|| (call && this.rules.isOpenWaitOver(clock() - this.enteredAtByWallClock, this.openWait));
	}

	void transitionTo(CircuitState target) {
		look(false);
		force(target);
	}

	private void force(CircuitState target) {
		if (this.rules.isRefused(this.state, target)
				|| (target == this.state && !this.rules.is(Difference.SAME_STATE_STARTS_AGAIN))) {
			return;
		}
		if (target == CircuitState.OPEN) {
			this.shown = shownNow();
		}
		move(target, TransitionCause.OPERATOR);
	}

	void reset() {
		if (this.rules.is(Difference.RESET_LEAVES_TIMER) && ownTimer() != Long.MAX_VALUE) {
			this.forgottenTimers.add(new Timer(ownTimer(),
					(this.state == CircuitState.OPEN) ? CircuitState.HALF_OPEN : CircuitState.OPEN));
		}
		move(CircuitState.CLOSED, TransitionCause.RESET);
		this.counters.reset();
	}

	private void move(CircuitState target, TransitionCause cause) {
		tell(target, cause);
		if (target == CircuitState.OPEN) {
			open(0);
		}
		else {
			enter(target);
		}
	}

	private void tell(CircuitState target, TransitionCause cause) {
		if (this.state != target) {
			this.events.add("payment: " + this.state + " -> " + target + " (" + cause + ")");
		}
	}

	private void open(long late) {
		enter(CircuitState.OPEN);
		this.openings++;
		this.enteredAt -= late;
		this.enteredAtByWallClock -= late;
		this.since = this.since.minusNanos(late);
		this.openWait = this.rules.openWaitNanos(this.openings);
	}

	private void enter(CircuitState target) {
		if (target == CircuitState.FORCED_OPEN && this.rules.is(Difference.FORCED_OPEN_LENGTHENS_WAIT)) {
			this.openings++;
		}
		else if (target != CircuitState.OPEN && target != CircuitState.HALF_OPEN) {
			this.openings = 0;
		}
		this.state = target;
		this.generation++;
		this.enteredAt = this.now;
		this.enteredAtByWallClock = clock();
		this.since = this.wallClock;
		this.permitsLeft = this.setup.permitted();
		this.running.clear();
		this.failuresInRow = 0;
		this.window = this.rules.window(target, this.window, clock());
	}

	private ModelCounts counts(int minimum) {
		return new ModelCounts(this.window.total(), this.window.failed(), this.window.slow() + overdue(), overdue(),
				minimum);
	}

	private ModelCounts shownNow() {
		return switch (this.state) {
			case OPEN -> this.rules.is(Difference.OPEN_SHOWS_LIVE_WINDOW) ? counts(this.window.minimum()) : this.shown;
			case FORCED_OPEN, DISABLED -> ModelCounts.NOTHING;
			case HALF_OPEN, CLOSED, METRICS_ONLY -> counts(this.window.minimum());
		};
	}

	CircuitState state() {
		return this.state;
	}

	@Nullable Duration retryAfter() {
		return (this.state != CircuitState.OPEN) ? null
				: Duration.ofNanos(Math.max(0, this.openWait - (this.now - this.enteredAt)));
	}

	CircuitBreakerSnapshot snapshot() {
		ModelCounts shown = shownNow();
		boolean asFloat = this.rules.is(Difference.RATES_ARE_FLOATS);
		return new CircuitBreakerSnapshot(this.state, shown.failureRate(asFloat), shown.slowCallRate(asFloat),
				shown.total(), shown.failed(), shown.slow(), this.rules.is(Difference.REJECTIONS_COUNTED_BY_WINDOW)
						? this.window.notPermitted() : this.counters.notPermittedSinceReset(),
				this.since, retryAfter());
	}

	/** Successful, failed, ignored, not permitted, slow. */
	List<Double> counters() {
		return this.counters.values();
	}

	List<String> events() {
		return this.events;
	}

	/**
	 * A timer that a reset has left armed.
	 */
	private record Timer(long at, CircuitState target) {
	}

}
