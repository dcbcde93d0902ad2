package dev.resilience.spring.autoconfigure;

import java.time.Duration;

import dev.resilience.PolicyType;
import dev.resilience.staleiferror.StaleIfErrorConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of stale answers.
 */
public class StaleIfErrorProperties {

	static final PolicySettings<StaleIfErrorProperties, StaleIfErrorConfig.Builder, StaleIfErrorConfig> SETTINGS = new PolicySettings<StaleIfErrorProperties, StaleIfErrorConfig.Builder, StaleIfErrorConfig>(
			PolicyType.STALE_IF_ERROR, StaleIfErrorConfig::builder, StaleIfErrorConfig.Builder::build)
		.add("max-age", StaleIfErrorProperties::getMaxAge, StaleIfErrorConfig.Builder::maxAge,
				StaleIfErrorConfig::maxAge)
		.add("maximum-size", StaleIfErrorProperties::getMaximumSize, StaleIfErrorConfig.Builder::maximumSize,
				StaleIfErrorConfig::maximumSize);

	/**
	 * Age up to which a remembered result is served.
	 */
	private @Nullable Duration maxAge;

	/**
	 * Number of results that are remembered, by all methods of the instance together.
	 */
	private @Nullable Integer maximumSize;

	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

	public @Nullable Integer getMaximumSize() {
		return this.maximumSize;
	}

	public void setMaximumSize(@Nullable Integer maximumSize) {
		this.maximumSize = maximumSize;
	}

}
