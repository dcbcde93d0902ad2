package dev.resilience.ratelimiter;

import java.time.Duration;

import dev.resilience.internal.Checks;

/**
 * What a rate limiter is tuned with. Immutable.
 *
 * @param limitForPeriod how many permits a period brings, and how many can be left over
 * for a burst, &gt;= 1
 * @param period the time that brings them, evenly, &gt; 0
 * @param maxWaitDuration how long a call may wait for its permits, &gt;= 0
 */
public record RateLimiterConfig(int limitForPeriod, Duration period, Duration maxWaitDuration) {

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public RateLimiterConfig {
		Checks.atLeast("limitForPeriod", limitForPeriod, 1);
		Checks.positive("period", period);
		Checks.notNegative("maxWaitDuration", maxWaitDuration);
	}

	/**
	 * Starts from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects the values of a {@link RateLimiterConfig}. Every method checks its value
	 * and throws {@link IllegalArgumentException} with what is allowed. Not thread-safe.
	 */
	public static final class Builder {

		private RateLimiterConfig values = new RateLimiterConfig(50, Duration.ofSeconds(1), Duration.ZERO);

		private Builder() {
		}

		/**
		 * Sets how many permits a period brings, and how many can be left over.
		 * @param permits &gt;= 1; 50 by default
		 * @return this builder
		 */
		public Builder limitForPeriod(int permits) {
			this.values = new RateLimiterConfig(permits, this.values.period, this.values.maxWaitDuration);
			return this;
		}

		/**
		 * Sets the time that brings the permits.
		 * @param duration &gt; 0; a second by default
		 * @return this builder
		 */
		public Builder period(Duration duration) {
			this.values = new RateLimiterConfig(this.values.limitForPeriod, duration, this.values.maxWaitDuration);
			return this;
		}

		/**
		 * Sets how long a call may wait for its permits.
		 * @param duration &gt;= 0; 0 by default: a call is rejected at once
		 * @return this builder
		 */
		public Builder maxWaitDuration(Duration duration) {
			this.values = new RateLimiterConfig(this.values.limitForPeriod, this.values.period, duration);
			return this;
		}

		/**
		 * Builds the configuration.
		 * @return the configuration
		 */
		public RateLimiterConfig build() {
			return this.values;
		}

	}

}
