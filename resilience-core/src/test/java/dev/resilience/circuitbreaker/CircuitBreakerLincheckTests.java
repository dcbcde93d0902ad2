package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.TransitionCause;
import dev.resilience.internal.Permit;
import dev.resilience.testing.Lincheck;
import dev.resilience.testing.ManualTicker;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;

/**
 * The state machine of the {@link CircuitBreakerPolicy} under any interleaving is the
 * {@link CircuitBreakerModel}.
 */
class CircuitBreakerLincheckTests {

	private static final String OUTCOMES = "SUCCESS, FAILURE, IGNORED";

	private static final String STATES = "CLOSED, OPEN, HALF_OPEN, FORCED_OPEN, DISABLED, METRICS_ONLY";

	private static final String LASTING_STATES = "CLOSED, FORCED_OPEN, DISABLED, METRICS_ONLY";

	private static final Duration NEVER = Duration.ofDays(1000);

	private static final Duration TWO_TICKS = Duration.ofNanos(2);

	/** Any failure among the last hundred calls trips, from the second call on. */
	private static final CircuitBreakerSetup TRIPS = setup(CircuitState.CLOSED, 2, 2, NEVER, NEVER);

	/** Opens for two ticks at first, and then for ever. */
	private static final CircuitBreakerSetup WAITS = setup(CircuitState.OPEN, 100, 2, TWO_TICKS, NEVER);

	/** Is half-open for two ticks; once closed or open it stays so. */
	private static final CircuitBreakerSetup HALF_OPEN = setup(CircuitState.CLOSED, 100, 2, NEVER, TWO_TICKS);

	/** Has one trial call, which runs. */
	private static final CircuitBreakerSetup LAST_TRIAL = setup(CircuitState.CLOSED, 100, 1, NEVER, NEVER);

	private static CircuitBreakerSetup setup(CircuitState initialState, int minimum, int permitted, Duration openWait,
			Duration halfOpenWait) {
		return new CircuitBreakerSetup(100, null, 0, minimum, 1, null, 100, permitted, openWait, 1e30, NEVER, 0, 0.5,
				halfOpenWait, false, initialState, false, false, false, 0);
	}

	@Test
	void closedBreakerWhenModelCheckedIsTheModel() {
		Lincheck.modelCheck(TrippingBreaker.class, TrippingModel.class);
	}

	@Test
	void closedBreakerWhenStressedIsTheModel() {
		Lincheck.stress(TrippingBreaker.class, TrippingModel.class);
	}

	@Test
	void openBreakerWhenModelCheckedIsTheModel() {
		Lincheck.modelCheck(WaitingBreaker.class, WaitingModel.class);
	}

	@Test
	void openBreakerWhenStressedIsTheModel() {
		Lincheck.stress(WaitingBreaker.class, WaitingModel.class);
	}

	@Test
	void halfOpenBreakerWhenModelCheckedIsTheModel() {
		Lincheck.modelCheck(HalfOpenBreaker.class, HalfOpenModel.class);
	}

	@Test
	void halfOpenBreakerWhenStressedIsTheModel() {
		Lincheck.stress(HalfOpenBreaker.class, HalfOpenModel.class);
	}

	@Test
	void lastTrialWhenModelCheckedIsTheModel() {
		Lincheck.modelCheck(LastTrial.class, LastTrialModel.class);
	}

	/**
	 * Half-open, with its one trial call running, while an operator may end the state.
	 */
	public static class LastTrial {

		private final CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment", LAST_TRIAL.config(),
				new PolicyContext(new ManualTicker(), () -> Instant.EPOCH, () -> 0.5, new PolicyListener() {
				}));

		private @Nullable Permit trial;

		public LastTrial() {
			this.breaker.transitionTo(CircuitState.HALF_OPEN);
			this.trial = this.breaker.acquire(CALL);
		}

		@Operation
		public String acquire() {
			try {
				this.breaker.acquire(CALL);
				return "admitted";
			}
			catch (CircuitBreakerOpenException ex) {
				return "rejected by " + ex.state();
			}
		}

		@Operation(nonParallelGroup = "trial")
		public void ignore() {
			if (this.trial != null) {
				this.trial.cancelled(CALL);
				this.trial = null;
			}
		}

		@Operation(nonParallelGroup = "trial")
		public void forceOpen() {
			this.breaker.transitionTo(CircuitState.FORCED_OPEN);
		}

	}

	public static class LastTrialModel {

		private final CircuitBreakerModel model = new CircuitBreakerModel(LAST_TRIAL, Instant.EPOCH, Set.of());

		private @Nullable ModelPermit trial;

		public LastTrialModel() {
			this.model.transitionTo(CircuitState.HALF_OPEN);
			this.trial = this.model.acquire();
		}

		public String acquire() {
			return (this.model.acquire() != null) ? "admitted" : "rejected by " + this.model.state();
		}

		public void ignore() {
			if (this.trial != null) {
				this.model.finish(this.trial, Ending.CANCELLATION);
				this.trial = null;
			}
		}

		public void forceOpen() {
			this.model.transitionTo(CircuitState.FORCED_OPEN);
		}

	}

	public abstract static class CheckedBreaker implements PolicyListener {

		private static final int STATES = CircuitState.values().length;

		final ManualTicker ticker = new ManualTicker();

		final CircuitBreakerPolicy breaker;

		private final CircuitState initial;

		/** How often each state was entered less how often it was left. */
		private final AtomicIntegerArray entered = new AtomicIntegerArray(STATES);

		private final Deque<Permit> held = new ArrayDeque<>();

		private final Deque<Permit> heldByOther = new ArrayDeque<>();

		CheckedBreaker(CircuitBreakerSetup setup, CircuitState initial) {
			this.breaker = new CircuitBreakerPolicy("payment", setup.config(),
					new PolicyContext(this.ticker, () -> Instant.EPOCH, () -> 0.5, this));
			this.breaker.transitionTo(initial);
			this.initial = initial;
			for (int i = 0; i < STATES; i++) {
				this.entered.set(i, 0);
			}
		}

		@Override
		public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
			this.entered.decrementAndGet(from.ordinal());
			this.entered.incrementAndGet(to.ordinal());
		}

		@Operation(nonParallelGroup = "a caller")
		public String acquire() {
			return acquire(this.held);
		}

		@Operation(nonParallelGroup = "a caller")
		public void finish(@Param(conf = OUTCOMES) Outcome outcome) {
			finish(this.held, outcome);
		}

		@Operation(nonParallelGroup = "another caller")
		public String acquireOther() {
			return acquire(this.heldByOther);
		}

		@Operation(nonParallelGroup = "another caller")
		public void finishOther(@Param(conf = OUTCOMES) Outcome outcome) {
			finish(this.heldByOther, outcome);
		}

		private String acquire(Deque<Permit> held) {
			try {
				held.add(this.breaker.acquire(CALL));
				return "admitted";
			}
			catch (CircuitBreakerOpenException ex) {
				return "rejected by " + ex.state();
			}
		}

		private void finish(Deque<Permit> held, Outcome outcome) {
			Permit permit = held.poll();
			if (permit != null) {
				switch (outcome) {
					case SUCCESS -> permit.success(CALL, "good");
					case FAILURE -> permit.failure(CALL, new IllegalStateException());
					case IGNORED -> permit.cancelled(CALL);
				}
			}
		}

		@Operation
		public CircuitState state() {
			return this.breaker.state();
		}

		/** One event per transition, whoever made it. */
		@Validate
		public void validateEvents() {
			int last = this.breaker.state().ordinal();
			for (int state = 0; state < STATES; state++) {
				int expected = ((state == last) ? 1 : 0) - ((state == this.initial.ordinal()) ? 1 : 0);
				if (this.entered.get(state) != expected) {
					throw new IllegalStateException("events and transitions differ: " + this.entered);
				}
			}
		}

	}

	public static class TrippingBreaker extends CheckedBreaker {

		public TrippingBreaker() {
			super(TRIPS, CircuitState.CLOSED);
		}

		@Operation
		public void transitionTo(@Param(conf = STATES) CircuitState target) {
			this.breaker.transitionTo(target);
		}

		@Operation
		public void reset() {
			this.breaker.reset();
		}

	}

	/**
	 * No operator here: a call that ends the wait enters HALF_OPEN before it takes its
	 * trial, and what an operator does in between can turn it away again.
	 */
	public static class WaitingBreaker extends CheckedBreaker {

		public WaitingBreaker() {
			super(WAITS, CircuitState.OPEN);
		}

		@Operation
		public void advance(@Param(gen = IntGen.class, conf = "1:2") int ticks) {
			this.ticker.advance(Duration.ofNanos(ticks));
		}

	}

	public static class HalfOpenBreaker extends CheckedBreaker {

		public HalfOpenBreaker() {
			super(HALF_OPEN, CircuitState.HALF_OPEN);
		}

		@Operation
		public void advance(@Param(gen = IntGen.class, conf = "1:2") int ticks) {
			this.ticker.advance(Duration.ofNanos(ticks));
		}

		@Operation
		public void transitionTo(@Param(conf = LASTING_STATES) CircuitState target) {
			this.breaker.transitionTo(target);
		}

		@Operation
		public void reset() {
			this.breaker.reset();
		}

	}

	public abstract static class ModelBreaker {

		private final CircuitBreakerModel model;

		private final Deque<ModelPermit> held = new ArrayDeque<>();

		private final Deque<ModelPermit> heldByOther = new ArrayDeque<>();

		ModelBreaker(CircuitBreakerSetup setup, CircuitState initial) {
			this.model = new CircuitBreakerModel(setup, Instant.EPOCH, Set.of());
			this.model.transitionTo(initial);
		}

		public String acquire() {
			return acquire(this.held);
		}

		public void finish(Outcome outcome) {
			finish(this.held, outcome);
		}

		public String acquireOther() {
			return acquire(this.heldByOther);
		}

		public void finishOther(Outcome outcome) {
			finish(this.heldByOther, outcome);
		}

		private String acquire(Deque<ModelPermit> held) {
			ModelPermit permit = this.model.acquire();
			if (permit == null) {
				return "rejected by " + this.model.state();
			}
			held.add(permit);
			return "admitted";
		}

		private void finish(Deque<ModelPermit> held, Outcome outcome) {
			ModelPermit permit = held.poll();
			if (permit != null) {
				this.model.finish(permit, outcome.ending);
			}
		}

		public CircuitState state() {
			this.model.look(false);
			return this.model.state();
		}

		public void reset() {
			this.model.reset();
		}

		public void transitionTo(CircuitState target) {
			this.model.transitionTo(target);
		}

		public void advance(int ticks) {
			this.model.advance(ticks);
		}

	}

	public static class TrippingModel extends ModelBreaker {

		public TrippingModel() {
			super(TRIPS, CircuitState.CLOSED);
		}

	}

	public static class WaitingModel extends ModelBreaker {

		public WaitingModel() {
			super(WAITS, CircuitState.OPEN);
		}

	}

	public static class HalfOpenModel extends ModelBreaker {

		public HalfOpenModel() {
			super(HALF_OPEN, CircuitState.HALF_OPEN);
		}

	}

	/**
	 * How a call ends.
	 */
	public enum Outcome {

		SUCCESS(Ending.RESULT), FAILURE(Ending.EXCEPTION), IGNORED(Ending.CANCELLATION);

		final Ending ending;

		Outcome(Ending ending) {
			this.ending = ending;
		}

	}

}
