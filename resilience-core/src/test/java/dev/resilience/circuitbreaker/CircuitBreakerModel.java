package dev.resilience.circuitbreaker;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.resilience.CircuitState;
import dev.resilience.TransitionCause;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker as one would write it on a sheet of paper: one thread, plain lists,
 * decimal numbers, time since the start. Slow and obviously right; the engine is compared
 * with it.
 */
final class CircuitBreakerModel {

	private final CircuitBreakerSetup setup;

	private final List<String> events = new ArrayList<>();

	/** Time since the start. */
	private long now;

	private Instant wallClock;

	private CircuitState state;

	private long generation;

	private Instant since;

	private long enteredAt;

	private long openWait;

	private int openings;

	private final List<ModelPermit> running = new ArrayList<>();

	private int failuresInRow;

	private final Deque<Outcome> outcomes = new ArrayDeque<>();

	private Shown shown = Shown.NOTHING;

	private long successful;

	private long failed;

	private long ignored;

	private long notPermitted;

	private long notPermittedBeforeReset;

	private long slow;

	CircuitBreakerModel(CircuitBreakerSetup setup, Instant wallClock) {
		this.setup = setup;
		this.wallClock = wallClock;
		this.since = wallClock;
		this.state = CircuitState.CLOSED;
		if (setup.initialState() == CircuitState.OPEN) {
			open(0);
		}
		else {
			enter(setup.initialState());
		}
	}

	void advance(long nanos) {
		this.now += nanos;
	}

	void stepWallClock(Duration step) {
		this.wallClock = this.wallClock.plus(step);
	}

	/** A call asks: the permit, or null for a rejection. */
	@Nullable ModelPermit acquire() {
		look(true);
		boolean admitted = switch (this.state) {
			case CLOSED, METRICS_ONLY, DISABLED -> true;
			case OPEN, FORCED_OPEN -> false;
			case HALF_OPEN -> this.running.size() + this.outcomes.size() < this.setup.permitted();
		};
		if (!admitted) {
			this.notPermitted++;
			this.events.add("payment: rejected by circuit-breaker");
			return null;
		}
		ModelPermit permit = new ModelPermit(this.generation, this.now);
		this.running.add(permit);
		return permit;
	}

	void finish(ModelPermit permit, Ending ending) {
		look(false);
		boolean slow = this.setup.slowNanos() >= 0 && this.now - permit.startedAt() > this.setup.slowNanos();
		Kind kind = kind(ending);
		switch (kind) {
			case IGNORED -> this.ignored++;
			case FAILED -> this.failed++;
			case SUCCESSFUL -> this.successful++;
		}
		if (slow && kind != Kind.IGNORED) {
			this.slow++;
		}
		if (permit.generation() != this.generation) {
			return;
		}
		this.running.remove(permit);
		if (kind == Kind.IGNORED || this.state == CircuitState.DISABLED) {
			return;
		}
		this.outcomes.addLast(new Outcome(kind == Kind.FAILED, slow, this.now));
		switch (this.state) {
			case CLOSED -> {
				forgetOldest();
				tripIfReached();
				tripIfTooManyInRow(kind == Kind.FAILED);
			}
			case METRICS_ONLY -> forgetOldest();
			case HALF_OPEN -> decide();
			default -> throw new IllegalStateException("no call runs in " + this.state);
		}
	}

	private Kind kind(Ending ending) {
		return switch (ending) {
			case RESULT -> Kind.SUCCESSFUL;
			case BAD_RESULT -> this.setup.watchesResults() ? Kind.FAILED : Kind.SUCCESSFUL;
			case EXCEPTION, ERROR -> Kind.FAILED;
			case OTHER_EXCEPTION -> this.setup.recordsOneException() ? Kind.SUCCESSFUL : Kind.FAILED;
			case EXCEPTION_TO_IGNORE -> this.setup.ignoresOneException() ? Kind.IGNORED : Kind.FAILED;
			case REJECTION, CANCELLATION -> Kind.IGNORED;
		};
	}

	private void forgetOldest() {
		if (this.state == CircuitState.HALF_OPEN) {
			return;
		}
		Duration window = this.setup.windowDuration();
		if (window == null && this.outcomes.size() > this.setup.window()) {
			this.outcomes.removeFirst();
		}
		if (window != null) {
			this.outcomes.removeIf((outcome) -> bucket(outcome.at(), window) <= bucket(this.now, window) - 10);
		}
	}

	private long bucket(long time, Duration window) {
		return (time - this.enteredAt) / (window.toNanos() / 10);
	}

	private void tripIfReached() {
		int calls = this.outcomes.size();
		if (calls >= this.setup.minimum() && isReached(failures(), calls, this.setup.failureRate())) {
			show(1);
			move(CircuitState.OPEN, TransitionCause.FAILURE_RATE);
		}
		else {
			tripIfSlow();
		}
	}

	private void tripIfSlow() {
		int calls = this.outcomes.size() + overdue();
		if (calls >= this.setup.minimum() && isReached(slowCalls() + overdue(), calls, this.setup.slowRate())) {
			show(1);
			move(CircuitState.OPEN, TransitionCause.SLOW_CALL_RATE);
		}
	}

	private void tripIfTooManyInRow(boolean failed) {
		this.failuresInRow = failed ? this.failuresInRow + 1 : 0;
		if (this.state == CircuitState.CLOSED && this.setup.failuresInRow() > 0
				&& this.failuresInRow >= this.setup.failuresInRow()) {
			show(this.setup.minimum());
			move(CircuitState.OPEN, TransitionCause.CONSECUTIVE_FAILURES);
		}
	}

	/** The calls of this generation that are slow before they have ended. */
	private int overdue() {
		return (this.setup.slowNanos() < 0) ? 0
				: (int) this.running.stream()
					.filter((permit) -> this.now - permit.startedAt() > this.setup.slowNanos())
					.count();
	}

	private void decide() {
		int open = this.setup.permitted() - this.outcomes.size();
		TransitionCause cause = reached(failures(), slowCalls() + overdue(), this.setup.permitted());
		if (cause != null) {
			show(1);
			move(CircuitState.OPEN, cause);
		}
		else if (reached(failures() + open, (this.setup.slowNanos() >= 0) ? slowCalls() + open : 0,
				this.setup.permitted()) == null) {
			move(CircuitState.CLOSED, TransitionCause.TRIAL_SUCCEEDED);
		}
	}

	private @Nullable TransitionCause reached(long failures, long slowCalls, long total) {
		if (isReached(failures, total, this.setup.failureRate())) {
			return TransitionCause.FAILURE_RATE;
		}
		return isReached(slowCalls, total, this.setup.slowRate()) ? TransitionCause.SLOW_CALL_RATE : null;
	}

	private static boolean isReached(long part, long total, double percent) {
		BigDecimal hundredfold = BigDecimal.valueOf(part * 100);
		return hundredfold.compareTo(BigDecimal.valueOf(percent).multiply(BigDecimal.valueOf(total))) >= 0;
	}

	/** Makes the transitions that are due. */
	void look(boolean call) {
		while (true) {
			forgetOldest();
			if (this.state == CircuitState.CLOSED && overdue() > 0) {
				tripIfSlow();
			}
			if (this.state == CircuitState.OPEN && (call || this.setup.automatic())
					&& this.now - this.enteredAt >= this.openWait) {
				move(CircuitState.HALF_OPEN, TransitionCause.OPEN_WAIT_OVER);
			}
			else if (this.state == CircuitState.HALF_OPEN
					&& this.now - this.enteredAt >= this.setup.halfOpenWait().toNanos()) {
				show(this.setup.permitted());
				long late = this.now - this.enteredAt - this.setup.halfOpenWait().toNanos();
				tell(CircuitState.HALF_OPEN, CircuitState.OPEN, this.running.isEmpty() && this.outcomes.isEmpty()
						? TransitionCause.NO_TRIAL_CALL : TransitionCause.HALF_OPEN_WAIT_OVER);
				open(late);
			}
			else if (this.state == CircuitState.HALF_OPEN && overdue() > 0
					&& isReached(slowCalls() + overdue(), this.setup.permitted(), this.setup.slowRate())) {
				show(1);
				move(CircuitState.OPEN, TransitionCause.SLOW_CALL_RATE);
			}
			else {
				return;
			}
		}
	}

	void transitionTo(CircuitState target) {
		look(false);
		if (target == this.state) {
			return;
		}
		if (target == CircuitState.OPEN) {
			this.shown = shownNow();
		}
		move(target, TransitionCause.OPERATOR);
	}

	void reset() {
		if (this.state != CircuitState.CLOSED) {
			tell(this.state, CircuitState.CLOSED, TransitionCause.RESET);
		}
		enter(CircuitState.CLOSED);
		this.notPermittedBeforeReset = this.notPermitted;
	}

	private void move(CircuitState target, TransitionCause cause) {
		tell(this.state, target, cause);
		if (target == CircuitState.OPEN) {
			open(0);
		}
		else {
			enter(target);
		}
	}

	private void open(long late) {
		enter(CircuitState.OPEN);
		this.openings++;
		this.enteredAt -= late;
		this.since = this.since.minusNanos(late);
		this.openWait = this.setup.openWaitNanos(this.openings);
	}

	private void enter(CircuitState target) {
		if (target != CircuitState.OPEN && target != CircuitState.HALF_OPEN) {
			this.openings = 0;
		}
		this.state = target;
		this.generation++;
		this.enteredAt = this.now;
		this.since = this.wallClock;
		this.running.clear();
		this.failuresInRow = 0;
		this.outcomes.clear();
	}

	private void tell(CircuitState from, CircuitState to, TransitionCause cause) {
		this.events.add("payment: " + from + " -> " + to + " (" + cause + ")");
	}

	private void show(int minimum) {
		this.shown = shown(minimum);
	}

	private Shown shown(int minimum) {
		return new Shown(this.outcomes.size(), failures(), slowCalls() + overdue(), overdue(), minimum);
	}

	private Shown shownNow() {
		return switch (this.state) {
			case OPEN -> this.shown;
			case FORCED_OPEN, DISABLED -> Shown.NOTHING;
			case HALF_OPEN -> shown(this.setup.permitted());
			case CLOSED, METRICS_ONLY -> shown(this.setup.minimum());
		};
	}

	private int failures() {
		return (int) this.outcomes.stream().filter(Outcome::failed).count();
	}

	private int slowCalls() {
		return (int) this.outcomes.stream().filter(Outcome::slow).count();
	}

	CircuitState state() {
		return this.state;
	}

	@Nullable Duration retryAfter() {
		return (this.state != CircuitState.OPEN) ? null
				: Duration.ofNanos(Math.max(0, this.openWait - (this.now - this.enteredAt)));
	}

	CircuitBreakerSnapshot snapshot() {
		Shown shown = shownNow();
		return new CircuitBreakerSnapshot(this.state, shown.failureRate(), shown.slowCallRate(), shown.total(),
				shown.failed(), shown.slow(), this.notPermitted - this.notPermittedBeforeReset, this.since,
				retryAfter());
	}

	/** Successful, failed, ignored, not permitted, slow. */
	List<Double> counters() {
		return List.of((double) this.successful, (double) this.failed, (double) this.ignored,
				(double) this.notPermitted, (double) this.slow);
	}

	List<String> events() {
		return this.events;
	}

	private enum Kind {

		SUCCESSFUL, FAILED, IGNORED

	}

	private record Outcome(boolean failed, boolean slow, long at) {
	}

	private record Shown(int total, int failed, int slow, int overdue, int minimum) {

		private static final Shown NOTHING = new Shown(0, 0, 0, 0, 1);

		private @Nullable Double failureRate() {
			return (this.total >= this.minimum) ? 100.0 * this.failed / this.total : null;
		}

		private @Nullable Double slowCallRate() {
			int all = this.total + this.overdue;
			return (all >= this.minimum) ? 100.0 * this.slow / all : null;
		}

	}

}
