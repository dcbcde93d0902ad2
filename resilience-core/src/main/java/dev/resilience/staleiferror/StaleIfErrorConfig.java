package dev.resilience.staleiferror;

import java.time.Duration;

import dev.resilience.internal.Checks;

/**
 * What stale answers are tuned with. Immutable.
 *
 * @param maxAge the age up to which a result is served, &gt;= 0
 * @param maximumSize how many results are remembered, &gt;= 1
 */
public record StaleIfErrorConfig(Duration maxAge, int maximumSize) {

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public StaleIfErrorConfig {
		Checks.notNegative("maxAge", maxAge);
		Checks.atLeast("maximumSize", maximumSize, 1);
	}

	/**
	 * Starts from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects the values of a {@link StaleIfErrorConfig}. Every method checks its value
	 * and throws {@link IllegalArgumentException} with what is allowed. Not thread-safe.
	 */
	public static final class Builder {

		private StaleIfErrorConfig values = new StaleIfErrorConfig(Duration.ofHours(1), 1000);

		private Builder() {
		}

		/**
		 * Sets the age up to which a result is served.
		 * @param age &gt;= 0; one hour by default
		 * @return this builder
		 */
		public Builder maxAge(Duration age) {
			this.values = new StaleIfErrorConfig(age, this.values.maximumSize);
			return this;
		}

		/**
		 * Sets how many results are remembered, by all methods of the instance together.
		 * @param size &gt;= 1; 1,000 by default
		 * @return this builder
		 */
		public Builder maximumSize(int size) {
			this.values = new StaleIfErrorConfig(this.values.maxAge, size);
			return this;
		}

		/**
		 * Builds the configuration.
		 * @return the configuration
		 */
		public StaleIfErrorConfig build() {
			return this.values;
		}

	}

}
