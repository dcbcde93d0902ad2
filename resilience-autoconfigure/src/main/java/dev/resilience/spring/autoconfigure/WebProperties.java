package dev.resilience.spring.autoconfigure;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The properties of web applications.
 */
public class WebProperties {

	@NestedConfigurationProperty
	private final ProblemDetails problemDetails = new ProblemDetails();

	public ProblemDetails getProblemDetails() {
		return this.problemDetails;
	}

	/**
	 * The properties of problem details.
	 */
	public static class ProblemDetails {

		/**
		 * Whether rejections that nobody handled are answered with problem details.
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
