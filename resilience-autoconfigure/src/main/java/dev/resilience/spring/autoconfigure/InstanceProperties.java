package dev.resilience.spring.autoconfigure;

/**
 * The properties of one instance.
 */
public class InstanceProperties extends PoliciesProperties {

	/**
	 * Whether the policies of the instance are at work. A fallback works in any case.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
