package dev.resilience.spring.autoconfigure;

import java.time.Duration;

import dev.resilience.PolicyType;
import dev.resilience.bulkhead.BulkheadConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a bulkhead.
 */
public class BulkheadProperties {

	static final PolicySettings<BulkheadProperties, BulkheadConfig.Builder, BulkheadConfig> SETTINGS = new PolicySettings<BulkheadProperties, BulkheadConfig.Builder, BulkheadConfig>(
			PolicyType.BULKHEAD, BulkheadConfig::builder, BulkheadConfig.Builder::build)
		.add("max-concurrent-calls", BulkheadProperties::getMaxConcurrentCalls,
				BulkheadConfig.Builder::maxConcurrentCalls, BulkheadConfig::maxConcurrentCalls)
		.add("max-wait-duration", BulkheadProperties::getMaxWaitDuration, BulkheadConfig.Builder::maxWaitDuration,
				BulkheadConfig::maxWaitDuration);

	/**
	 * Number of calls that may run at the same time. 0 lets no call through.
	 */
	private @Nullable Integer maxConcurrentCalls;

	/**
	 * Time that a call may wait for a free place.
	 */
	private @Nullable Duration maxWaitDuration;

	public @Nullable Integer getMaxConcurrentCalls() {
		return this.maxConcurrentCalls;
	}

	public void setMaxConcurrentCalls(@Nullable Integer maxConcurrentCalls) {
		this.maxConcurrentCalls = maxConcurrentCalls;
	}

	public @Nullable Duration getMaxWaitDuration() {
		return this.maxWaitDuration;
	}

	public void setMaxWaitDuration(@Nullable Duration maxWaitDuration) {
		this.maxWaitDuration = maxWaitDuration;
	}

}
