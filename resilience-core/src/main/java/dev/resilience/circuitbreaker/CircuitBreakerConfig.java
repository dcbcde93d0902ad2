package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import dev.resilience.CircuitState;
import dev.resilience.internal.Checks;
import dev.resilience.internal.Failures;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit breaker is tuned with. Immutable; {@link #builder()} checks every value
 * when it is set, and what depends on several values when it builds.
 */
public final class CircuitBreakerConfig {

	private static final int DEFAULT_MINIMUM_NUMBER_OF_CALLS = 10;

	private static final Duration DEFAULT_MAX_WAIT = Duration.ofMinutes(5);

	private final Builder values;

	private final int minimumNumberOfCalls;

	private final Duration maxWaitDurationInOpenState;

	private CircuitBreakerConfig(Builder values) {
		this.values = values;
		this.minimumNumberOfCalls = minimumNumberOfCalls(values);
		this.maxWaitDurationInOpenState = maxWait(values);
	}

	private static int minimumNumberOfCalls(Builder values) {
		Integer minimum = values.minimumNumberOfCalls;
		boolean countBased = values.slidingWindowType == SlidingWindowType.COUNT_BASED;
		if (minimum == null) {
			return countBased ? Math.min(DEFAULT_MINIMUM_NUMBER_OF_CALLS, values.slidingWindowSize)
					: DEFAULT_MINIMUM_NUMBER_OF_CALLS;
		}
		if (!countBased) {
			return minimum;
		}
		return Checks.check("minimumNumberOfCalls", minimum, minimum <= values.slidingWindowSize,
				"<= slidingWindowSize, which is " + values.slidingWindowSize);
	}

	private static Duration maxWait(Builder values) {
		Duration max = values.maxWaitDurationInOpenState;
		Duration wait = values.waitDurationInOpenState;
		if (max != null) {
			return max;
		}
		return (wait.compareTo(DEFAULT_MAX_WAIT) > 0) ? wait : DEFAULT_MAX_WAIT;
	}

	/**
	 * Starts from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The share of failed calls that opens the circuit.
	 * @return percent, &gt; 0 and &lt;= 100
	 */
	public double failureRateThreshold() {
		return this.values.failureRateThreshold;
	}

	/**
	 * What a slow call takes longer than.
	 * @return the duration, or null if slow calls are not watched
	 */
	public @Nullable Duration slowCallDurationThreshold() {
		return this.values.slowCallDurationThreshold;
	}

	/**
	 * The share of slow calls that opens the circuit.
	 * @return percent, &gt; 0 and &lt;= 100
	 */
	public double slowCallRateThreshold() {
		return this.values.slowCallRateThreshold;
	}

	/**
	 * How many failures in a row open the circuit, whatever the rate and the minimum.
	 * @return the number of calls, &gt;= 1, or null if nobody counts them
	 */
	public @Nullable Integer consecutiveFailuresThreshold() {
		return this.values.consecutiveFailuresThreshold;
	}

	/**
	 * What the rates are made of.
	 * @return the last calls, or those of the last while
	 */
	public SlidingWindowType slidingWindowType() {
		return this.values.slidingWindowType;
	}

	/**
	 * How long a time-based window remembers a call.
	 * @return the duration, &gt; 0
	 */
	public Duration slidingWindowDuration() {
		return this.values.slidingWindowDuration;
	}

	/**
	 * How many of the last calls the rates of a count-based window are made of.
	 * @return the number of calls, from 1 to 1,000,000
	 */
	public int slidingWindowSize() {
		return this.values.slidingWindowSize;
	}

	/**
	 * How many calls it takes before a rate counts.
	 * @return the number of calls, from 1 to the size of a count-based window
	 */
	public int minimumNumberOfCalls() {
		return this.minimumNumberOfCalls;
	}

	/**
	 * How long the circuit stays open the first time.
	 * @return the duration, &gt; 0
	 */
	public Duration waitDurationInOpenState() {
		return this.values.waitDurationInOpenState;
	}

	/**
	 * What the wait is multiplied by each time the circuit opens again without having
	 * been closed.
	 * @return the factor, &gt;= 1
	 */
	public double waitDurationMultiplier() {
		return this.values.waitDurationMultiplier;
	}

	/**
	 * The longest wait, before jitter.
	 * @return the duration, &gt; 0
	 */
	public Duration maxWaitDurationInOpenState() {
		return this.maxWaitDurationInOpenState;
	}

	/**
	 * The share by which a wait varies to both sides.
	 * @return the share, 0 to 1
	 */
	public double waitDurationJitter() {
		return this.values.waitDurationJitter;
	}

	/**
	 * How many trial calls decide in the half-open state.
	 * @return the number of calls, &gt;= 1
	 */
	public int permittedNumberOfCallsInHalfOpenState() {
		return this.values.permittedNumberOfCallsInHalfOpenState;
	}

	/**
	 * How long the half-open state may go on without a verdict before the circuit is open
	 * again.
	 * @return the duration, &gt; 0
	 */
	public Duration maxWaitDurationInHalfOpenState() {
		return this.values.maxWaitDurationInHalfOpenState;
	}

	/**
	 * Whether the circuit becomes half-open when the wait is over, rather than at the
	 * first call after it.
	 * @return true for the automatic transition
	 */
	public boolean automaticTransitionFromOpenToHalfOpenEnabled() {
		return this.values.automaticTransitionFromOpenToHalfOpenEnabled;
	}

	/**
	 * The exceptions that are failures; an unlisted exception is a success.
	 * @return the classes, subclasses included; empty for all
	 */
	public List<Class<? extends Throwable>> recordExceptions() {
		return this.values.recordExceptions;
	}

	/**
	 * The exceptions that are not counted at all, even if they are recorded ones.
	 * @return the classes, subclasses included
	 */
	public List<Class<? extends Throwable>> ignoreExceptions() {
		return this.values.ignoreExceptions;
	}

	/**
	 * Tells which results are failures.
	 * @return the predicate, or null if no result is one
	 */
	public @Nullable Predicate<@Nullable Object> recordResultPredicate() {
		return this.values.recordResultPredicate;
	}

	/**
	 * The state to start in.
	 * @return the state, any but {@link CircuitState#HALF_OPEN}
	 */
	public CircuitState initialState() {
		return this.values.initialState;
	}

	/**
	 * Whether the application is unhealthy while the circuit is open.
	 * @return true if an open circuit makes the application DOWN
	 */
	public boolean affectsHealth() {
		return this.values.affectsHealth;
	}

	/**
	 * Whether an open circuit waits for as long as the server asked.
	 * @return true if a hint of the server may make the wait longer, up to
	 * {@link #maxWaitDurationInOpenState()}
	 */
	public boolean retryAfterEnabled() {
		return this.values.retryAfterEnabled;
	}

	/**
	 * Whether an exception is not counted: it is ignored, or a rejection of ours that
	 * nobody asked to record.
	 */
	boolean isIgnored(Throwable failure) {
		return Failures.isListed(failure, ignoreExceptions())
				|| (Failures.isRejection(failure) && !Failures.isListed(failure, recordExceptions()));
	}

	/**
	 * Whether an exception that is not ignored is a failure. An {@link Error} always is.
	 */
	boolean isRecorded(Throwable failure) {
		return recordExceptions().isEmpty() || failure instanceof Error
				|| Failures.isListed(failure, recordExceptions());
	}

	/**
	 * Collects the values of a {@link CircuitBreakerConfig}. Every method checks its
	 * value and throws {@link IllegalArgumentException} with what is allowed. Not
	 * thread-safe.
	 */
	public static final class Builder implements Cloneable {

		private double failureRateThreshold = 50;

		private @Nullable Duration slowCallDurationThreshold;

		private double slowCallRateThreshold = 100;

		private @Nullable Integer consecutiveFailuresThreshold;

		private SlidingWindowType slidingWindowType = SlidingWindowType.COUNT_BASED;

		private Duration slidingWindowDuration = Duration.ofSeconds(10);

		private int slidingWindowSize = 100;

		private @Nullable Integer minimumNumberOfCalls;

		private Duration waitDurationInOpenState = Duration.ofSeconds(10);

		private double waitDurationMultiplier = 1;

		private @Nullable Duration maxWaitDurationInOpenState;

		private double waitDurationJitter;

		private int permittedNumberOfCallsInHalfOpenState = 5;

		private Duration maxWaitDurationInHalfOpenState = Duration.ofSeconds(30);

		private boolean automaticTransitionFromOpenToHalfOpenEnabled;

		private List<Class<? extends Throwable>> recordExceptions = List.of();

		private List<Class<? extends Throwable>> ignoreExceptions = List.of();

		private @Nullable Predicate<@Nullable Object> recordResultPredicate;

		private CircuitState initialState = CircuitState.CLOSED;

		private boolean affectsHealth;

		private boolean retryAfterEnabled;

		private Builder() {
		}

		/**
		 * Sets the share of failed calls that opens the circuit.
		 * @param percent &gt; 0 and &lt;= 100; 50 by default
		 * @return this builder
		 */
		public Builder failureRateThreshold(double percent) {
			this.failureRateThreshold = Checks.percent("failureRateThreshold", percent);
			return this;
		}

		/**
		 * Sets what a slow call takes longer than. Slow calls are not watched by default.
		 * @param duration &gt;= 0
		 * @return this builder
		 */
		public Builder slowCallDurationThreshold(Duration duration) {
			this.slowCallDurationThreshold = Checks.notNegative("slowCallDurationThreshold", duration);
			return this;
		}

		/**
		 * Sets the share of slow calls that opens the circuit.
		 * @param percent &gt; 0 and &lt;= 100; 100 by default
		 * @return this builder
		 */
		public Builder slowCallRateThreshold(double percent) {
			this.slowCallRateThreshold = Checks.percent("slowCallRateThreshold", percent);
			return this;
		}

		/**
		 * Sets how many failures in a row open the circuit, whatever the rate and the
		 * minimum. Not counted by default.
		 * @param calls &gt;= 1
		 * @return this builder
		 */
		public Builder consecutiveFailuresThreshold(int calls) {
			this.consecutiveFailuresThreshold = Checks.atLeast("consecutiveFailuresThreshold", calls, 1);
			return this;
		}

		/**
		 * Sets what the rates are made of.
		 * @param type {@link SlidingWindowType#COUNT_BASED} by default
		 * @return this builder
		 */
		public Builder slidingWindowType(SlidingWindowType type) {
			this.slidingWindowType = type;
			return this;
		}

		/**
		 * Sets how long a time-based window remembers a call.
		 * @param duration &gt; 0; 10 seconds by default
		 * @return this builder
		 */
		public Builder slidingWindowDuration(Duration duration) {
			this.slidingWindowDuration = Checks.positive("slidingWindowDuration", duration);
			return this;
		}

		/**
		 * Sets how many of the last calls the rates of a count-based window are made of.
		 * @param calls from 1 to 1,000,000; 100 by default
		 * @return this builder
		 */
		public Builder slidingWindowSize(int calls) {
			this.slidingWindowSize = Checks.between("slidingWindowSize", calls, 1, CountWindow.MAX_SIZE);
			return this;
		}

		/**
		 * Sets how many calls it takes before a rate counts.
		 * @param calls from 1 to the size of a count-based window; 10 by default, or the
		 * size of a count-based window if that is smaller
		 * @return this builder
		 */
		public Builder minimumNumberOfCalls(int calls) {
			this.minimumNumberOfCalls = Checks.atLeast("minimumNumberOfCalls", calls, 1);
			return this;
		}

		/**
		 * Sets how long the circuit stays open the first time.
		 * @param duration &gt; 0; 10 seconds by default
		 * @return this builder
		 */
		public Builder waitDurationInOpenState(Duration duration) {
			this.waitDurationInOpenState = Checks.positive("waitDurationInOpenState", duration);
			return this;
		}

		/**
		 * Sets what the wait is multiplied by each time the circuit opens again without
		 * having been closed.
		 * @param factor &gt;= 1; 1 by default
		 * @return this builder
		 */
		public Builder waitDurationMultiplier(double factor) {
			this.waitDurationMultiplier = Checks.multiplier("waitDurationMultiplier", factor);
			return this;
		}

		/**
		 * Sets the longest wait, before jitter.
		 * @param duration &gt; 0; the longer of 5 minutes and the first wait by default
		 * @return this builder
		 */
		public Builder maxWaitDurationInOpenState(Duration duration) {
			this.maxWaitDurationInOpenState = Checks.positive("maxWaitDurationInOpenState", duration);
			return this;
		}

		/**
		 * Sets the share by which a wait varies to both sides.
		 * @param share 0 to 1; 0 by default
		 * @return this builder
		 */
		public Builder waitDurationJitter(double share) {
			this.waitDurationJitter = Checks.fraction("waitDurationJitter", share);
			return this;
		}

		/**
		 * Sets how many trial calls decide in the half-open state.
		 * @param calls &gt;= 1; 5 by default
		 * @return this builder
		 */
		public Builder permittedNumberOfCallsInHalfOpenState(int calls) {
			this.permittedNumberOfCallsInHalfOpenState = Checks.atLeast("permittedNumberOfCallsInHalfOpenState", calls,
					1);
			return this;
		}

		/**
		 * Sets how long the half-open state may go on without a verdict.
		 * @param duration &gt; 0; 30 seconds by default
		 * @return this builder
		 */
		public Builder maxWaitDurationInHalfOpenState(Duration duration) {
			this.maxWaitDurationInHalfOpenState = Checks.positive("maxWaitDurationInHalfOpenState", duration);
			return this;
		}

		/**
		 * Sets whether the circuit becomes half-open when the wait is over, rather than
		 * at the first call after it.
		 * @param enabled false by default
		 * @return this builder
		 */
		public Builder automaticTransitionFromOpenToHalfOpenEnabled(boolean enabled) {
			this.automaticTransitionFromOpenToHalfOpenEnabled = enabled;
			return this;
		}

		/**
		 * Sets the exceptions that are failures. A rejection of this library is one only
		 * if its class, or a parent up to {@link dev.resilience.ResilienceException}, is
		 * listed. An {@link Error} always is.
		 * @param classes subclasses included; empty, the default, for all
		 * @return this builder
		 */
		public Builder recordExceptions(List<Class<? extends Throwable>> classes) {
			this.recordExceptions = List.copyOf(classes);
			return this;
		}

		/**
		 * Sets the exceptions that are not counted at all.
		 * @param classes subclasses included; none by default
		 * @return this builder
		 */
		public Builder ignoreExceptions(List<Class<? extends Throwable>> classes) {
			this.ignoreExceptions = List.copyOf(classes);
			return this;
		}

		/**
		 * Sets which results are failures. If the predicate throws, that is logged and
		 * the call counts as failed.
		 * @param predicate thread-safe; none by default
		 * @return this builder
		 */
		public Builder recordResultPredicate(Predicate<@Nullable Object> predicate) {
			this.recordResultPredicate = predicate;
			return this;
		}

		/**
		 * Sets the state to start in.
		 * @param state any but {@link CircuitState#HALF_OPEN};
		 * {@link CircuitState#CLOSED} by default
		 * @return this builder
		 */
		public Builder initialState(CircuitState state) {
			this.initialState = Checks.check("initialState", state, state != CircuitState.HALF_OPEN,
					"closed, open, forced-open, disabled or metrics-only");
			return this;
		}

		/**
		 * Sets whether the application is unhealthy while the circuit is open.
		 * @param affects false by default
		 * @return this builder
		 */
		public Builder affectsHealth(boolean affects) {
			this.affectsHealth = affects;
			return this;
		}

		/**
		 * Sets whether an open circuit waits for as long as the server asked, in a
		 * failure that was recorded before it opened.
		 * @param enabled false by default
		 * @return this builder
		 */
		public Builder retryAfterEnabled(boolean enabled) {
			this.retryAfterEnabled = enabled;
			return this;
		}

		/**
		 * Builds the configuration.
		 * @return the configuration
		 * @throws IllegalArgumentException if values do not fit together
		 */
		public CircuitBreakerConfig build() {
			return new CircuitBreakerConfig(copy());
		}

		private Builder copy() {
			try {
				return (Builder) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
