package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.Measure;
import dev.resilience.internal.Permit;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;

import static dev.resilience.testing.Calls.CALL;

/**
 * The engine beside the {@link CircuitBreakerModel}: they admit and reject the same
 * calls, and after each step they show the same snapshot, counters and events.
 */
final class EngineComparison implements Comparison {

	private final boolean lookAfterTime;

	private final TestContext context;

	private final CircuitBreakerPolicy engine;

	private final List<Measure> counters;

	private final CircuitBreakerModel model;

	private final List<Permit> permits = new ArrayList<>();

	private final List<ModelPermit> modelPermits = new ArrayList<>();

	/** How many events were found equal. */
	private int compared;

	private EngineComparison(CircuitBreakerSetup setup, boolean lookAfterTime) {
		this.lookAfterTime = lookAfterTime;
		this.context = new TestContext(new ManualTicker(setup.ticksAtStart()));
		this.context.random(setup.random());
		this.engine = new CircuitBreakerPolicy("payment", setup.config(), this.context.policyContext());
		this.counters = this.engine.measures()
			.stream()
			.filter((measure) -> measure.kind() == Measure.Kind.COUNTER)
			.toList();
		this.model = new CircuitBreakerModel(setup, ManualClock.START, Difference.none());
	}

	/**
	 * Compares many sequences.
	 * @param lookAfterTime whether somebody looks each time that time has passed, or only
	 * at the next step
	 */
	static Sequences sequences(boolean lookAfterTime) {
		return new Sequences(CircuitBreakerSetup::random, (setup) -> new EngineComparison(setup, lookAfterTime));
	}

	@Override
	public @Nullable String differenceAfter(Step step) {
		String difference = perform(step);
		if (difference == null && (this.lookAfterTime || step.action() != Step.Action.ADVANCE)) {
			difference = look();
		}
		return difference;
	}

	private @Nullable String perform(Step step) {
		switch (step.action()) {
			case ACQUIRE -> {
				return acquire();
			}
			case FINISH -> finish(step);
			case ADVANCE -> {
				this.context.ticker().advance(Duration.ofNanos(step.nanos()));
				this.model.advance(step.nanos());
			}
			case TRANSITION -> {
				this.engine.transitionTo(step.target());
				this.model.transitionTo(step.target());
			}
			case RESET -> {
				this.engine.reset();
				this.model.reset();
			}
			case STEP_WALL_CLOCK -> {
				this.context.clock().step(step.wallClockStep());
				this.model.stepWallClock(step.wallClockStep());
			}
		}
		return null;
	}

	private @Nullable String acquire() {
		ModelPermit expected = this.model.acquire();
		try {
			Permit permit = this.engine.acquire(CALL);
			if (expected == null) {
				return "admitted, expected a rejection";
			}
			this.permits.add(permit);
			this.modelPermits.add(expected);
		}
		catch (CircuitBreakerOpenException ex) {
			if (expected != null) {
				return "rejected, expected to be admitted";
			}
			if (ex.state() != this.model.state() || !Objects.equals(ex.retryAfter(), this.model.retryAfter())) {
				return ex.state() + " " + ex.retryAfter() + ", expected " + this.model.state() + " "
						+ this.model.retryAfter();
			}
		}
		return null;
	}

	private void finish(Step step) {
		if (this.permits.isEmpty()) {
			return;
		}
		int index = step.index(this.permits.size());
		Permit permit = this.permits.remove(index);
		this.model.finish(this.modelPermits.remove(index), step.ending());
		Throwable failure = step.ending().failure();
		if (failure != null) {
			permit.failure(CALL, failure);
		}
		else if (step.ending() == Ending.CANCELLATION) {
			permit.cancelled(CALL);
		}
		else {
			permit.success(CALL, step.ending().result());
		}
	}

	private @Nullable String look() {
		this.model.look(false);
		CircuitBreakerSnapshot snapshot = this.engine.snapshot();
		if (!snapshot.equals(this.model.snapshot())) {
			return snapshot + ", expected " + this.model.snapshot();
		}
		List<Double> counts = this.counters.stream().map((counter) -> counter.value().getAsDouble()).toList();
		if (!counts.equals(this.model.counters())) {
			return "counters " + counts + ", expected " + this.model.counters();
		}
		List<String> events = this.context.events().events();
		List<String> expected = this.model.events();
		if (events.size() != expected.size() || !tail(events, this.compared).equals(tail(expected, this.compared))) {
			return "events " + events + ", expected " + expected;
		}
		this.compared = events.size();
		return null;
	}

	private static List<String> tail(List<String> events, int from) {
		return events.subList(from, events.size());
	}

}
