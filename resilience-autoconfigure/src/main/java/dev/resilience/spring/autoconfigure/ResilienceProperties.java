package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Everything under {@code resilience}.
 */
@ConfigurationProperties("resilience")
public class ResilienceProperties {

	/**
	 * Whether methods are guarded.
	 */
	private boolean enabled = true;

	/**
	 * Policies in the order of their nesting, outermost first. Those that are listed take
	 * one another's places, the others keep theirs.
	 */
	private List<String> policyOrder = new ArrayList<>();

	/**
	 * Values for every instance that does not set its own.
	 */
	@NestedConfigurationProperty
	private PoliciesProperties defaults = new PoliciesProperties();

	/**
	 * Instances by the names that the annotations use.
	 */
	private Map<String, InstanceProperties> instances = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final MetricsProperties metrics = new MetricsProperties();

	@NestedConfigurationProperty
	private final WebProperties web = new WebProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getPolicyOrder() {
		return this.policyOrder;
	}

	public void setPolicyOrder(List<String> policyOrder) {
		this.policyOrder = policyOrder;
	}

	public PoliciesProperties getDefaults() {
		return this.defaults;
	}

	public void setDefaults(PoliciesProperties defaults) {
		this.defaults = defaults;
	}

	public MetricsProperties getMetrics() {
		return this.metrics;
	}

	public WebProperties getWeb() {
		return this.web;
	}

	public Map<String, InstanceProperties> getInstances() {
		return this.instances;
	}

	public void setInstances(Map<String, InstanceProperties> instances) {
		this.instances = instances;
	}

}
