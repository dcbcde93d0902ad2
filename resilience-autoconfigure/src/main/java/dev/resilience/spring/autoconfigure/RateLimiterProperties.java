package dev.resilience.spring.autoconfigure;

import java.time.Duration;

import dev.resilience.PolicyType;
import dev.resilience.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a rate limiter.
 */
public class RateLimiterProperties {

	static final PolicySettings<RateLimiterProperties, RateLimiterConfig.Builder, RateLimiterConfig> SETTINGS = new PolicySettings<RateLimiterProperties, RateLimiterConfig.Builder, RateLimiterConfig>(
			PolicyType.RATE_LIMITER, RateLimiterConfig::builder, RateLimiterConfig.Builder::build)
		.add("limit-for-period", RateLimiterProperties::getLimitForPeriod, RateLimiterConfig.Builder::limitForPeriod,
				RateLimiterConfig::limitForPeriod)
		.add("period", RateLimiterProperties::getPeriod, RateLimiterConfig.Builder::period, RateLimiterConfig::period)
		.add("max-wait-duration", RateLimiterProperties::getMaxWaitDuration, RateLimiterConfig.Builder::maxWaitDuration,
				RateLimiterConfig::maxWaitDuration);

	/**
	 * Number of permits that each period brings, and that can be left over for a burst.
	 */
	private @Nullable Integer limitForPeriod;

	/**
	 * Time that brings the permits, evenly.
	 */
	private @Nullable Duration period;

	/**
	 * Time that a call may wait for its permits.
	 */
	private @Nullable Duration maxWaitDuration;

	public @Nullable Integer getLimitForPeriod() {
		return this.limitForPeriod;
	}

	public void setLimitForPeriod(@Nullable Integer limitForPeriod) {
		this.limitForPeriod = limitForPeriod;
	}

	public @Nullable Duration getPeriod() {
		return this.period;
	}

	public void setPeriod(@Nullable Duration period) {
		this.period = period;
	}

	public @Nullable Duration getMaxWaitDuration() {
		return this.maxWaitDuration;
	}

	public void setMaxWaitDuration(@Nullable Duration maxWaitDuration) {
		this.maxWaitDuration = maxWaitDuration;
	}

}
