package dev.resilience.bulkhead;

import java.time.Duration;

import dev.resilience.internal.Checks;

/**
 * What a bulkhead is tuned with. Immutable.
 *
 * @param maxConcurrentCalls how many calls may run at the same time, &gt;= 0; 0 lets no
 * call through
 * @param maxWaitDuration how long a call may wait for a free place, &gt;= 0
 */
public record BulkheadConfig(int maxConcurrentCalls, Duration maxWaitDuration) {

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public BulkheadConfig {
		Checks.atLeast("maxConcurrentCalls", maxConcurrentCalls, 0);
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
	 * Collects the values of a {@link BulkheadConfig}. Every method checks its value and
	 * throws {@link IllegalArgumentException} with what is allowed. Not thread-safe.
	 */
	public static final class Builder {

		private BulkheadConfig values = new BulkheadConfig(25, Duration.ZERO);

		private Builder() {
		}

		/**
		 * Sets how many calls may run at the same time.
		 * @param calls &gt;= 0; 25 by default
		 * @return this builder
		 */
		public Builder maxConcurrentCalls(int calls) {
			this.values = new BulkheadConfig(calls, this.values.maxWaitDuration);
			return this;
		}

		/**
		 * Sets how long a call may wait for a free place.
		 * @param duration &gt;= 0; 0 by default: a call is rejected at once
		 * @return this builder
		 */
		public Builder maxWaitDuration(Duration duration) {
			this.values = new BulkheadConfig(this.values.maxConcurrentCalls, duration);
			return this;
		}

		/**
		 * Builds the configuration.
		 * @return the configuration
		 */
		public BulkheadConfig build() {
			return this.values;
		}

	}

}
