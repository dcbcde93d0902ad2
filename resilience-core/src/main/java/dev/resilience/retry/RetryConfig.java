package dev.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import dev.resilience.internal.Checks;
import dev.resilience.internal.Failures;
import org.jspecify.annotations.Nullable;

/**
 * What a retry is tuned with. Immutable; {@link #builder()} checks every value when it is
 * set, and what depends on several values when it builds.
 */
public final class RetryConfig {

	private static final Duration DEFAULT_MAX_WAIT = Duration.ofSeconds(30);

	private final Builder values;

	private final Duration maxWaitDuration;

	private RetryConfig(Builder values) {
		this.values = values;
		this.maxWaitDuration = maxWait(values);
	}

	private static Duration maxWait(Builder values) {
		Duration max = values.maxWaitDuration;
		Duration wait = values.waitDuration;
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
	 * How many times the method is called at most, the first call included.
	 * @return the number of attempts, &gt;= 1
	 */
	public int maxAttempts() {
		return this.values.maxAttempts;
	}

	/**
	 * How the delays grow.
	 * @return the backoff
	 */
	public Backoff backoff() {
		return this.values.backoff;
	}

	/**
	 * The delay that the others are made of.
	 * @return the duration, &gt;= 0
	 */
	public Duration waitDuration() {
		return this.values.waitDuration;
	}

	/**
	 * The factor by which an exponential delay grows.
	 * @return the factor, &gt;= 1
	 */
	public double multiplier() {
		return this.values.multiplier;
	}

	/**
	 * The longest delay, before {@link #jitter()}. A longer hint of the server ends the
	 * retries.
	 * @return the duration, &gt;= 0
	 */
	public Duration maxWaitDuration() {
		return this.maxWaitDuration;
	}

	/**
	 * The share by which a constant, linear or exponential delay varies to both sides.
	 * @return the share, 0 to 1
	 */
	public double jitter() {
		return this.values.jitter;
	}

	/**
	 * How long the whole call may take, delays included.
	 * @return the duration, or null for no limit
	 */
	public @Nullable Duration maxDuration() {
		return this.values.maxDuration;
	}

	/**
	 * The exceptions that are retried.
	 * @return the classes, subclasses included; empty for all
	 */
	public List<Class<? extends Throwable>> retryExceptions() {
		return this.values.retryExceptions;
	}

	/**
	 * The exceptions that are not retried, even if they are among the retried ones.
	 * @return the classes, subclasses included
	 */
	public List<Class<? extends Throwable>> ignoreExceptions() {
		return this.values.ignoreExceptions;
	}

	/**
	 * Tells which results are retried.
	 * @return the predicate, or null if no result is
	 */
	public @Nullable Predicate<@Nullable Object> retryResultPredicate() {
		return this.values.retryResultPredicate;
	}

	/**
	 * Whether there is a retry budget.
	 * @return true if retries are kept in proportion to calls
	 */
	public boolean budgetEnabled() {
		return this.values.budgetEnabled;
	}

	/**
	 * How many retries each first call allows.
	 * @return the share, &gt; 0 and &lt;= 1
	 */
	public double budgetRatio() {
		return this.values.budgetRatio;
	}

	/**
	 * How many retries per second are allowed in any case.
	 * @return the number of retries, &gt;= 0
	 */
	public int budgetMinPerSecond() {
		return this.values.budgetMinPerSecond;
	}

	/**
	 * How long a call is remembered in the budget.
	 * @return the duration, &gt; 0
	 */
	public Duration budgetWindow() {
		return this.values.budgetWindow;
	}

	/**
	 * Whether each logical call has an idempotency key that HTTP clients send.
	 * @return true if a {@link dev.resilience.CallContext} is there in every call
	 */
	public boolean idempotencyKeyEnabled() {
		return this.values.idempotencyKeyEnabled;
	}

	/**
	 * Whether a failure is retried that a retried call inside has given up on.
	 * @return true if nested attempts multiply
	 */
	public boolean nestedRetriesEnabled() {
		return this.values.nestedRetriesEnabled;
	}

	/**
	 * Whether what the method threw may be retried. An {@link Error} and a cancellation
	 * never are, a rejection of ours only where its class is named.
	 */
	boolean isRetried(Throwable failure) {
		if (!(failure instanceof Exception) || Failures.isCancellation(failure)
				|| Failures.isListed(failure, ignoreExceptions())) {
			return false;
		}
		return Failures.isListed(failure, retryExceptions())
				|| (retryExceptions().isEmpty() && !Failures.isRejection(failure));
	}

	/**
	 * Collects the values of a {@link RetryConfig}. Every method checks its value and
	 * throws {@link IllegalArgumentException} with what is allowed. Not thread-safe.
	 */
	public static final class Builder implements Cloneable {

		private int maxAttempts = 3;

		private Backoff backoff = Backoff.FULL_JITTER;

		private Duration waitDuration = Duration.ofMillis(100);

		private double multiplier = 2;

		private @Nullable Duration maxWaitDuration;

		private double jitter;

		private @Nullable Duration maxDuration;

		private List<Class<? extends Throwable>> retryExceptions = List.of();

		private List<Class<? extends Throwable>> ignoreExceptions = List.of();

		private @Nullable Predicate<@Nullable Object> retryResultPredicate;

		private boolean idempotencyKeyEnabled;

		private boolean nestedRetriesEnabled;

		private boolean budgetEnabled = true;

		private double budgetRatio = 0.2;

		private int budgetMinPerSecond = 10;

		private Duration budgetWindow = Duration.ofSeconds(10);

		private Builder() {
		}

		/**
		 * Sets how many times the method is called at most.
		 * @param attempts the first call included, &gt;= 1; 3 by default
		 * @return this builder
		 */
		public Builder maxAttempts(int attempts) {
			this.maxAttempts = Checks.atLeast("maxAttempts", attempts, 1);
			return this;
		}

		/**
		 * Sets how the delays grow.
		 * @param backoff {@link Backoff#FULL_JITTER} by default
		 * @return this builder
		 */
		public Builder backoff(Backoff backoff) {
			this.backoff = backoff;
			return this;
		}

		/**
		 * Sets the delay that the others are made of.
		 * @param duration &gt;= 0; 100 milliseconds by default
		 * @return this builder
		 */
		public Builder waitDuration(Duration duration) {
			this.waitDuration = Checks.notNegative("waitDuration", duration);
			return this;
		}

		/**
		 * Sets the factor by which an exponential delay grows.
		 * @param factor &gt;= 1; 2 by default
		 * @return this builder
		 */
		public Builder multiplier(double factor) {
			this.multiplier = Checks.multiplier("multiplier", factor);
			return this;
		}

		/**
		 * Sets the longest delay, before jitter. A longer hint of the server ends the
		 * retries.
		 * @param duration &gt;= 0; the longer of 30 seconds and the first delay by
		 * default
		 * @return this builder
		 */
		public Builder maxWaitDuration(Duration duration) {
			this.maxWaitDuration = Checks.notNegative("maxWaitDuration", duration);
			return this;
		}

		/**
		 * Sets the share by which a constant, linear or exponential delay varies to both
		 * sides.
		 * @param share 0 to 1; 0 by default
		 * @return this builder
		 */
		public Builder jitter(double share) {
			this.jitter = Checks.fraction("jitter", share);
			return this;
		}

		/**
		 * Sets how long the whole call may take, delays included. A delay that would
		 * overrun it ends the retries at once; a running attempt is not cut short.
		 * @param duration &gt;= 0; no limit by default
		 * @return this builder
		 */
		public Builder maxDuration(Duration duration) {
			this.maxDuration = Checks.notNegative("maxDuration", duration);
			return this;
		}

		/**
		 * Sets the exceptions that are retried. A rejection of this library is retried
		 * only if its class, or a parent up to
		 * {@link dev.resilience.ResilienceException}, is listed. An {@link Error} never
		 * is.
		 * @param classes subclasses included; empty, the default, for all
		 * {@link Exception}s
		 * @return this builder
		 */
		public Builder retryExceptions(List<Class<? extends Throwable>> classes) {
			this.retryExceptions = List.copyOf(classes);
			return this;
		}

		/**
		 * Sets the exceptions that are not retried.
		 * @param classes subclasses included; none by default
		 * @return this builder
		 */
		public Builder ignoreExceptions(List<Class<? extends Throwable>> classes) {
			this.ignoreExceptions = List.copyOf(classes);
			return this;
		}

		/**
		 * Sets which results are retried. If no attempt is left, the last result is
		 * returned. If the predicate throws, that is logged and the result is returned.
		 * @param predicate thread-safe; none by default
		 * @return this builder
		 */
		public Builder retryResultPredicate(Predicate<@Nullable Object> predicate) {
			this.retryResultPredicate = predicate;
			return this;
		}

		/**
		 * Sets whether each logical call has an idempotency key that HTTP clients send as
		 * the header {@code Idempotency-Key}, the same with every attempt.
		 * @param enabled false by default
		 * @return this builder
		 */
		public Builder idempotencyKeyEnabled(boolean enabled) {
			this.idempotencyKeyEnabled = enabled;
			return this;
		}

		/**
		 * Sets whether a failure is retried that a retried call inside of the method, on
		 * the same thread, has given up on. Then attempts multiply: three layers of four
		 * are 64 calls.
		 * @param enabled false by default
		 * @return this builder
		 */
		public Builder nestedRetriesEnabled(boolean enabled) {
			this.nestedRetriesEnabled = enabled;
			return this;
		}

		/**
		 * Sets whether retries are kept in proportion to calls.
		 * @param enabled true by default
		 * @return this builder
		 */
		public Builder budgetEnabled(boolean enabled) {
			this.budgetEnabled = enabled;
			return this;
		}

		/**
		 * Sets how many retries each first call allows.
		 * @param share &gt; 0 and &lt;= 1; 0.2 by default
		 * @return this builder
		 */
		public Builder budgetRatio(double share) {
			this.budgetRatio = Checks.positiveFraction("budgetRatio", share);
			return this;
		}

		/**
		 * Sets how many retries per second are allowed in any case.
		 * @param retries &gt;= 0; 10 by default
		 * @return this builder
		 */
		public Builder budgetMinPerSecond(int retries) {
			this.budgetMinPerSecond = Checks.atLeast("budgetMinPerSecond", retries, 0);
			return this;
		}

		/**
		 * Sets how long a call is remembered in the budget.
		 * @param duration &gt; 0; 10 seconds by default
		 * @return this builder
		 */
		public Builder budgetWindow(Duration duration) {
			this.budgetWindow = Checks.positive("budgetWindow", duration);
			return this;
		}

		/**
		 * Builds the configuration.
		 * @return the configuration
		 * @throws IllegalArgumentException if values do not fit together
		 */
		public RetryConfig build() {
			return new RetryConfig(copy());
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
