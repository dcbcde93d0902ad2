package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Measure;
import dev.resilience.circuitbreaker.CircuitBreakerModel.Ending;
import dev.resilience.circuitbreaker.CircuitBreakerModel.ModelPermit;
import dev.resilience.internal.Permit;
import dev.resilience.testing.ManualClock;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.fail;

/**
 * Random sequences of calls, outcomes, time, operators and resets, each step compared
 * with the {@link CircuitBreakerModel}. A sequence that differs is shrunk to the steps
 * that matter and printed with its seed.
 */
class CircuitBreakerModelTests {

	private static final int SEQUENCES = 20_000;

	private static final int STEPS = 60;

	private static final long FIRST_SEED = 20260131;

	@Test
	void breakerWhenLookedAtAfterEachStepIsTheModel() {
		compareSequences(FIRST_SEED, true);
	}

	@Test
	void breakerWhenTimePassesUnseenIsTheModelAtTheNextStep() {
		compareSequences(FIRST_SEED + SEQUENCES, false);
	}

	static void compareSequences(long firstSeed, boolean lookAfterTime) {
		for (long seed = firstSeed; seed < firstSeed + SEQUENCES; seed++) {
			Random random = new Random(seed);
			CircuitBreakerSetup setup = CircuitBreakerSetup.random(random);
			List<Step> steps = random.ints(STEPS, 0, 1 << 20).mapToObj(Step::of).toList();
			String difference = new Run(setup, lookAfterTime).differenceAfter(steps);
			if (difference != null) {
				List<Step> few = shrink(setup, steps, lookAfterTime);
				fail("seed %d, %s%nsteps %s%n%s%n(before shrinking: %s)", seed, setup, few,
						new Run(setup, lookAfterTime).differenceAfter(few), difference);
			}
		}
	}

	private static List<Step> shrink(CircuitBreakerSetup setup, List<Step> failing, boolean lookAfterTime) {
		List<Step> steps = failing;
		for (int chunk = steps.size() / 2; chunk > 0; chunk /= 2) {
			int from = 0;
			while (from + chunk <= steps.size()) {
				List<Step> fewer = new ArrayList<>(steps.subList(0, from));
				fewer.addAll(steps.subList(from + chunk, steps.size()));
				if (new Run(setup, lookAfterTime).differenceAfter(fewer) != null) {
					steps = fewer;
				}
				else {
					from += chunk;
				}
			}
		}
		return steps;
	}

	private enum Action {

		ACQUIRE, FINISH, ADVANCE, TRANSITION, RESET, STEP_WALL_CLOCK

	}

	private record Step(Action action, int choice) {

		private static Step of(int number) {
			int dice = number % 100;
			Action action = (dice < 33) ? Action.ACQUIRE : (dice < 73) ? Action.FINISH : (dice < 91) ? Action.ADVANCE
					: (dice < 97) ? Action.TRANSITION : (dice < 99) ? Action.RESET : Action.STEP_WALL_CLOCK;
			return new Step(action, number / 100);
		}

		@Override
		public String toString() {
			return this.action + "/" + this.choice;
		}

	}

	/**
	 * One sequence on an engine and a model of its own.
	 */
	private static final class Run {

		private final CircuitBreakerSetup setup;

		private final boolean lookAfterTime;

		private final ManualTicker ticker;

		private final TestContext context;

		private final CircuitBreakerPolicy engine;

		private final List<Measure> counters;

		private final CircuitBreakerModel model;

		private final List<Permit> permits = new ArrayList<>();

		private final List<ModelPermit> modelPermits = new ArrayList<>();

		/** How many events were found equal. */
		private int compared;

		Run(CircuitBreakerSetup setup, boolean lookAfterTime) {
			this.setup = setup;
			this.lookAfterTime = lookAfterTime;
			this.ticker = new ManualTicker(setup.ticksAtStart());
			this.context = new TestContext(this.ticker);
			this.context.random(setup.random());
			this.engine = new CircuitBreakerPolicy("payment", setup.config(), this.context.policyContext());
			this.counters = this.engine.measures()
				.stream()
				.filter((measure) -> measure.kind() == Measure.Kind.COUNTER)
				.toList();
			this.model = new CircuitBreakerModel(setup, ManualClock.START);
		}

		@Nullable String differenceAfter(List<Step> steps) {
			for (int i = 0; i < steps.size(); i++) {
				Step step = steps.get(i);
				String difference;
				try {
					difference = perform(step);
				}
				catch (RuntimeException | Error ex) {
					difference = "threw " + ex;
				}
				if (difference == null && (this.lookAfterTime || step.action() != Action.ADVANCE)) {
					difference = look();
				}
				if (difference != null) {
					return "step " + i + " (" + step + "): " + difference;
				}
			}
			return null;
		}

		private @Nullable String perform(Step step) {
			switch (step.action()) {
				case ACQUIRE -> {
					return acquire();
				}
				case FINISH -> finish(step.choice());
				case ADVANCE -> advance(step.choice());
				case TRANSITION -> transition(CircuitState.values()[step.choice() % CircuitState.values().length]);
				case RESET -> {
					this.engine.reset();
					this.model.reset();
				}
				case STEP_WALL_CLOCK -> stepWallClock(Duration.ofSeconds(step.choice() % 7200 - 3600));
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

		private void finish(int choice) {
			if (this.permits.isEmpty()) {
				return;
			}
			Ending[] endings = Ending.values();
			int dice = choice % (2 * endings.length);
			Ending ending = (dice < endings.length) ? endings[dice]
					: (dice % 2 == 0) ? Ending.RESULT : Ending.EXCEPTION;
			int index = choice / 16 % this.permits.size();
			Permit permit = this.permits.remove(index);
			this.model.finish(this.modelPermits.remove(index), ending);
			Throwable failure = ending.failure();
			if (failure != null) {
				permit.failure(CALL, failure);
			}
			else if (ending == Ending.CANCELLATION) {
				permit.cancelled(CALL);
			}
			else {
				permit.success(CALL, (ending == Ending.BAD_RESULT) ? "bad" : "good");
			}
		}

		/** Half seconds, now and then one nanosecond beside them. */
		private void advance(int choice) {
			long nanos = choice / 10 % 6 * 500_000_000L + switch (choice % 10) {
				case 0 -> 1;
				case 1 -> -1;
				default -> 0;
			};
			this.ticker.advance(Duration.ofNanos(Math.max(0, nanos)));
			this.model.advance(Math.max(0, nanos));
		}

		private void transition(CircuitState target) {
			this.engine.transitionTo(target);
			this.model.transitionTo(target);
		}

		private void stepWallClock(Duration step) {
			this.context.clock().step(step);
			this.model.stepWallClock(step);
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
			if (events.size() != expected.size()
					|| !tail(events, this.compared).equals(tail(expected, this.compared))) {
				return "events " + events + ", expected " + expected;
			}
			this.compared = events.size();
			return null;
		}

		private static List<String> tail(List<String> events, int from) {
			return events.subList(from, events.size());
		}

	}

}
