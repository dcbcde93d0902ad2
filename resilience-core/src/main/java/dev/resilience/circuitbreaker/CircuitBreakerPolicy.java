package dev.resilience.circuitbreaker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitControl;
import dev.resilience.CircuitState;
import dev.resilience.Invocation;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.Stage;
import dev.resilience.TransitionCause;
import dev.resilience.internal.AdmissionStage;
import dev.resilience.internal.Failures;
import dev.resilience.internal.Nanos;
import dev.resilience.internal.Permit;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one instance.
 * <p>
 * Thread-safe. <b>Concurrency:</b> {@link #state} is read once per call, and what was
 * read is kept: the state object that admitted a call takes its outcome. Transitions are
 * compare-and-set from one state object to the next; the winner tells the listener, after
 * the change. An outcome that meets a state object which is no longer current changes
 * counts that nobody looks at any more. Call counters are striped and may be a moment
 * behind the state. Where slow calls are not watched and the circuit is closed, a call
 * reads no clock and allocates nothing.
 */
public final class CircuitBreakerPolicy implements Policy, Layer, CircuitControl {

	private static final Logger logger = System.getLogger(CircuitBreakerPolicy.class.getName());

	private static final Runnable NOTHING = () -> {
	};

	private final String instance;

	private final CircuitBreakerConfig config;

	private final PolicyContext context;

	/** Null if nobody wants to know. */
	private final @Nullable RetryAfterExtractor hints;

	private final Threshold failureThreshold;

	private final Threshold slowCallThreshold;

	/** Calls longer than this are slow; negative if nobody wants to know. */
	private final long slowCallNanos;

	private final CallCounters counters = new CallCounters();

	private final AtomicReference<State> state;

	/** Cancels the pending look at the state. */
	private final AtomicReference<Runnable> cancelLook = new AtomicReference<>(NOTHING);

	/**
	 * Creates a circuit breaker in its initial state that looks for no hints of servers.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 */
	public CircuitBreakerPolicy(String instance, CircuitBreakerConfig config, PolicyContext context) {
		this(instance, config, context, RetryAfterExtractor.none());
	}

	/**
	 * Creates a circuit breaker in its initial state.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 * @param hints tells when a server wants to be called again
	 */
	public CircuitBreakerPolicy(String instance, CircuitBreakerConfig config, PolicyContext context,
			RetryAfterExtractor hints) {
		this.hints = config.retryAfterEnabled() ? RetryAfterExtractor.isolated(hints) : null;
		this.instance = instance;
		this.config = config;
		this.context = context;
		this.failureThreshold = new Threshold(config.failureRateThreshold());
		this.slowCallThreshold = new Threshold(config.slowCallRateThreshold());
		this.slowCallNanos = (config.slowCallDurationThreshold() != null) ? Nanos.of(config.slowCallDurationThreshold())
				: -1;
		this.state = new AtomicReference<>();
		this.state.set(create(config.initialState(), null));
		lookAgainWhenDue();
	}

	@Override
	public PolicyType type() {
		return PolicyType.CIRCUIT_BREAKER;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	/**
	 * The configuration.
	 * @return the configuration
	 */
	public CircuitBreakerConfig config() {
		return this.config;
	}

	@Override
	public Stage around(Stage next) {
		return new AdmissionStage(this::acquire, next);
	}

	@Override
	public CircuitState state() {
		return settle(false).name();
	}

	@Override
	public boolean affectsHealth() {
		return this.config.affectsHealth();
	}

	@Override
	public void transitionTo(CircuitState target) {
		while (true) {
			State current = settle(false);
			if (current.name() == target || move(current, create(target, current), TransitionCause.OPERATOR)) {
				return;
			}
		}
	}

	@Override
	public void reset() {
		State closed = create(CircuitState.CLOSED, null);
		State previous = this.state.getAndSet(closed);
		lookAgainWhenDue();
		this.counters.reset();
		if (previous.name() != CircuitState.CLOSED) {
			tellTransition(previous, closed, TransitionCause.RESET);
		}
	}

	@Override
	public CircuitBreakerSnapshot snapshot() {
		State state = settle(false);
		Counts counts = state.counts();
		return new CircuitBreakerSnapshot(state.name(), counts.failureRate(), counts.slowCallRate(),
				counts.bufferedCalls(), counts.failedCalls(), counts.slowCalls(),
				this.counters.notPermitted.sinceReset(), state.since(),
				state.retryAfter(state.isTimeless() ? 0 : ticks()));
	}

	@Override
	public List<Measure> measures() {
		List<Measure> measures = new ArrayList<>(this.counters.measures(this.instance));
		for (CircuitState state : CircuitState.values()) {
			measures.add(Measure
				.gauge("resilience.circuitbreaker.state", "1 for the state that the circuit is in, 0 for the others",
						this.instance, () -> (state() == state) ? 1 : 0)
				.with("state", state.name().toLowerCase(Locale.ROOT)));
		}
		measures.add(Measure.gauge("resilience.circuitbreaker.failure.rate",
				"Percent of the buffered calls that failed", this.instance, () -> orNaN(snapshot().failureRate())));
		measures.add(Measure.gauge("resilience.circuitbreaker.slow.call.rate",
				"Percent of the buffered calls that were slow", this.instance, () -> orNaN(snapshot().slowCallRate())));
		measures.add(Measure.gauge("resilience.circuitbreaker.buffered.calls", "Outcomes that the rates are made of",
				this.instance, () -> snapshot().bufferedCalls()));
		return measures;
	}

	private static double orNaN(@Nullable Double rate) {
		return (rate != null) ? rate : Double.NaN;
	}

	/**
	 * Reads no clock while the circuit is closed and slow calls are not watched;
	 * otherwise decides everything by one reading.
	 */
	Permit acquire(Invocation invocation) {
		State current = this.state.get();
		if (this.slowCallNanos < 0 && current.isTimeless() && current.tryAcquire(0)) {
			return current;
		}
		while (true) {
			long now = ticks(invocation);
			current = settle(true, now);
			if (current.tryAcquire(now)) {
				return (this.slowCallNanos < 0) ? current : current.timed(now);
			}
			if (isIn(current)) {
				this.counters.notPermitted.increment();
				this.context.listener().onRejected(this.instance, PolicyType.CIRCUIT_BREAKER);
				throw new CircuitBreakerOpenException(this.instance, current.name(), current.retryAfter(now));
			}
			invocation.timePassed();
		}
	}

	void onSuccess(State admittedBy, Invocation invocation, @Nullable Object result, boolean slow) {
		finish(admittedBy, invocation, isFailedResult(result), slow);
	}

	void onFailure(State admittedBy, Invocation invocation, Throwable failure, boolean slow) {
		if (this.config.isIgnored(failure)) {
			onIgnored(admittedBy, invocation);
		}
		else {
			boolean failed = this.config.isRecorded(failure);
			if (failed && this.hints != null) {
				hint(admittedBy, this.hints.retryAfter(failure));
			}
			finish(admittedBy, invocation, failed, slow);
		}
	}

	/** Kept for the case that the circuit opens; no longer than it may stay open. */
	private void hint(State admittedBy, @Nullable Duration hint) {
		if (hint != null) {
			admittedBy.hint(ticks() + Math.min(Nanos.of(hint), Nanos.of(this.config.maxWaitDurationInOpenState())));
		}
	}

	void onIgnored(State admittedBy, Invocation invocation) {
		this.counters.ignored.increment();
		admittedBy.release(invocation);
	}

	private void finish(State admittedBy, Invocation invocation, boolean failed, boolean slow) {
		(failed ? this.counters.failed : this.counters.successful).increment();
		if (slow) {
			this.counters.slow.increment();
		}
		admittedBy.record(invocation, (failed ? Window.FAILED : 0) | (slow ? Window.SLOW : 0));
	}

	private boolean isFailedResult(@Nullable Object result) {
		Predicate<@Nullable Object> predicate = this.config.recordResultPredicate();
		if (predicate == null) {
			return false;
		}
		try {
			return predicate.test(result);
		}
		catch (Throwable ex) {
			logger.log(Level.WARNING, "Circuit breaker '" + this.instance
					+ "' counts a call as failed since its record-result-predicate threw", ex);
			return true;
		}
	}

	/** Whether a state has not ended. */
	boolean isIn(State state) {
		return this.state.get() == state;
	}

	/** Opens the circuit, unless the state has ended meanwhile. */
	void trip(State from, Counts counts, TransitionCause cause) {
		long ticks = ticks();
		move(from, new OpenState(this, now(), ticks, from.openings() + 1, counts, from.hintedNanos(ticks)), cause);
	}

	/** Closes the circuit, unless the state has ended meanwhile. */
	void close(State from, TransitionCause cause) {
		move(from, create(CircuitState.CLOSED, from), cause);
	}

	/** The same, and reads the clock only where time can make a difference. */
	private State settle(boolean call) {
		State current = this.state.get();
		return current.isTimeless() ? current : settle(call, ticks());
	}

	/** Makes the transitions that are due, and returns the state that then holds. */
	private State settle(boolean call, long now) {
		while (true) {
			State current = this.state.get();
			State.Due due = current.due(call, now);
			if (due == null) {
				return current;
			}
			move(current, due.next(), due.cause());
		}
	}

	private boolean move(State from, State to, TransitionCause cause) {
		if (!this.state.compareAndSet(from, to)) {
			return false;
		}
		lookAgainWhenDue();
		tellTransition(from, to, cause);
		return true;
	}

	/**
	 * Replaces the pending look at the state by one for the current state. A look that
	 * comes late or for a state that has ended finds nothing due and does no harm.
	 */
	private void lookAgainWhenDue() {
		State current;
		do {
			current = this.state.get();
			long nanos = current.nanosUntilDue();
			Runnable cancel = (nanos < 0) ? NOTHING : this.context.scheduler().schedule(this::look, nanos);
			this.cancelLook.getAndSet(cancel).run();
		}
		while (this.state.get() != current);
	}

	/** Makes what is due happen; a timer that fired early is set again. */
	private void look() {
		if (settle(false).nanosUntilDue() >= 0) {
			lookAgainWhenDue();
		}
	}

	private void tellTransition(State from, State to, TransitionCause cause) {
		this.context.listener().onStateTransition(this.instance, from.name(), to.name(), cause);
	}

	private State create(CircuitState name, @Nullable State previous) {
		return switch (name) {
			case CLOSED, METRICS_ONLY -> new RecordingState(this, name, now());
			case OPEN -> new OpenState(this, now(), ticks(), (previous != null) ? previous.openings() + 1 : 1,
					(previous != null) ? previous.counts() : Counts.NONE);
			case HALF_OPEN -> new HalfOpenState(this, now(), ticks(), (previous != null) ? previous.openings() : 0);
			case FORCED_OPEN, DISABLED -> new FixedState(this, name, now());
		};
	}

	@Nullable InFlightCalls newInFlightCalls() {
		return (this.slowCallNanos < 0) ? null : new InFlightCalls(ticks(), this.slowCallNanos);
	}

	Window newWindow() {
		return switch (this.config.slidingWindowType()) {
			case COUNT_BASED -> new CountWindow(this.config.slidingWindowSize());
			case TIME_BASED -> new TimeWindow(Nanos.of(this.config.slidingWindowDuration()), this.context.ticker());
		};
	}

	Threshold failureThreshold() {
		return this.failureThreshold;
	}

	Threshold slowCallThreshold() {
		return this.slowCallThreshold;
	}

	boolean isSlow(long elapsedNanos) {
		return elapsedNanos > this.slowCallNanos;
	}

	/** B M^(n-1) up to the cap, then spread by the jitter. */
	long openWaitNanos(int openings) {
		double wait = Nanos.of(this.config.waitDurationInOpenState())
				* Math.pow(this.config.waitDurationMultiplier(), openings - 1);
		double capped = Math.min(wait, Nanos.of(this.config.maxWaitDurationInOpenState()));
		double jitter = this.config.waitDurationJitter();
		return (jitter == 0) ? (long) capped : Nanos.jittered(capped, jitter, this.context.random().getAsDouble());
	}

	long ticks() {
		return this.context.ticker().nanoTime();
	}

	/** The same for a call, which may know it already. */
	long ticks(Invocation invocation) {
		return invocation.nanoTime(this.context.ticker());
	}

	Instant now() {
		return this.context.clock().instant();
	}

}
