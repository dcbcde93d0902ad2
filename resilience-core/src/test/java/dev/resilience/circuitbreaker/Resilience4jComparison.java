package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.resilience.testing.ManualClock;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j beside the {@link CircuitBreakerModel} with a number of
 * {@link Difference}s: they admit and reject the same calls, and after each step they
 * show the same state, counts and rates, have told the same transitions and rejections,
 * and counted the same calls.
 */
final class Resilience4jComparison implements Comparison {

	private final CircuitBreakerSetup setup;

	private final Resilience4jBreaker peer;

	private final CircuitBreakerModel model;

	private final List<Resilience4jBreaker.Call> calls = new ArrayList<>();

	private final List<ModelPermit> modelPermits = new ArrayList<>();

	/** How many events were found equal. */
	private int compared;

	private Resilience4jComparison(CircuitBreakerSetup setup, Set<Difference> differences) {
		this.setup = setup;
		this.peer = new Resilience4jBreaker(setup);
		this.model = new CircuitBreakerModel(setup, ManualClock.START, differences);
	}

	/**
	 * Compares many sequences.
	 * @param differences the differences that are switched on
	 */
	static Sequences sequences(Set<Difference> differences) {
		return new Sequences(CircuitBreakerSetup::forResilience4j,
				(setup) -> new Resilience4jComparison(setup, differences));
	}

	@Override
	public @Nullable String differenceAfter(Step step) {
		switch (step.action()) {
			case ACQUIRE -> {
				Resilience4jBreaker.Call call = this.peer.acquire();
				ModelPermit permit = this.model.acquire();
				if ((call == null) != (permit == null)) {
					return (call == null) ? "rejected, expected to be admitted" : "admitted, expected a rejection";
				}
				if (call != null && permit != null) {
					this.calls.add(call);
					this.modelPermits.add(permit);
				}
			}
			case FINISH -> {
				if (!this.calls.isEmpty()) {
					int index = step.index(this.calls.size());
					this.peer.finish(this.calls.remove(index), step.ending());
					this.model.finish(this.modelPermits.remove(index), step.ending());
				}
			}
			case ADVANCE -> {
				this.peer.advance(step.nanos());
				this.model.advanceWithTimers(step.nanos());
			}
			case TRANSITION -> {
				this.peer.transitionTo(step.target());
				this.model.transitionTo(step.target());
			}
			case RESET -> {
				this.peer.reset();
				this.model.reset();
			}
			case STEP_WALL_CLOCK -> {
				this.peer.stepWallClock(wallClockStep(step));
				this.model.stepWallClock(wallClockStep(step));
			}
		}
		return look();
	}

	/**
	 * Steps the clock only forwards for a time-based window: after a step backwards each
	 * look at the peer's drops a bucket, so that what it holds depends on how often
	 * somebody looked.
	 */
	private Duration wallClockStep(Step step) {
		Duration any = step.wallClockStep();
		return (this.setup.windowDuration() != null) ? any.abs() : any;
	}

	private @Nullable String look() {
		this.model.look(false);
		CircuitBreakerSnapshot expected = this.model.snapshot();
		CircuitBreakerSnapshot snapshot = this.peer.snapshot(expected);
		if (!snapshot.equals(expected)) {
			return snapshot + ", expected " + expected;
		}
		if (!this.peer.counters().equals(this.model.counters())) {
			return "counters " + this.peer.counters() + ", expected " + this.model.counters();
		}
		List<String> events = this.peer.events();
		if (events.size() != this.model.events().size() || !newEvents().equals(tail(events))) {
			return "events " + events + ", expected " + this.model.events();
		}
		this.compared = events.size();
		return null;
	}

	private List<String> newEvents() {
		return tail(this.model.events()).stream().map(Resilience4jComparison::withoutUntoldCause).toList();
	}

	private List<String> tail(List<String> events) {
		return events.subList(this.compared, events.size());
	}

	/** The peer tells the cause only of what trips a closed circuit. */
	private static String withoutUntoldCause(String event) {
		boolean told = event.endsWith("CLOSED -> OPEN (FAILURE_RATE)")
				|| event.endsWith("CLOSED -> OPEN (SLOW_CALL_RATE)");
		int cause = event.indexOf(" (");
		return (told || cause < 0) ? event : event.substring(0, cause);
	}

}
