package dev.resilience.spring.autoconfigure;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The properties of web applications.
 */
public class WebProperties {

	@NestedConfigurationProperty
	private final ProblemDetails problemDetails = new ProblemDetails();

	@NestedConfigurationProperty
	private final DegradedHeader degradedHeader = new DegradedHeader();

	public ProblemDetails getProblemDetails() {
		return this.problemDetails;
	}

	public DegradedHeader getDegradedHeader() {
		return this.degradedHeader;
	}

	/**
	 * The properties of the header that tells of degraded answers.
	 */
	public static class DegradedHeader {

		/**
		 * Whether degraded answers are told of in a response header.
		 */
		private boolean enabled = true;

		/**
		 * Name of the response header that tells of degraded answers.
		 */
		private String name = "X-Degraded";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

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
