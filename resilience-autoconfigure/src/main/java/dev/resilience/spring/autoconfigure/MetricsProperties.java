package dev.resilience.spring.autoconfigure;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What is measured.
 */
public class MetricsProperties {

	@NestedConfigurationProperty
	private final Latency latency = new Latency();

	public Latency getLatency() {
		return this.latency;
	}

	/**
	 * The timer of the guarded calls.
	 */
	public static class Latency {

		/**
		 * Whether guarded calls are timed. Costs two readings of the clock per call.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
