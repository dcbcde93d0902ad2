package dev.resilience.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.resilience.PolicyType;
import dev.resilience.retry.Backoff;
import dev.resilience.retry.RetryConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The properties of a retry.
 */
public class RetryProperties {

	static final PolicySettings<RetryProperties, RetryConfig.Builder, RetryConfig> SETTINGS = new PolicySettings<RetryProperties, RetryConfig.Builder, RetryConfig>(
			PolicyType.RETRY, RetryConfig::builder, RetryConfig.Builder::build)
		.add("max-attempts", RetryProperties::getMaxAttempts, RetryConfig.Builder::maxAttempts,
				RetryConfig::maxAttempts)
		.add("backoff", RetryProperties::getBackoff, RetryConfig.Builder::backoff, RetryConfig::backoff)
		.add("wait-duration", RetryProperties::getWaitDuration, RetryConfig.Builder::waitDuration,
				RetryConfig::waitDuration)
		.add("multiplier", RetryProperties::getMultiplier, RetryConfig.Builder::multiplier, RetryConfig::multiplier)
		.add("max-wait-duration", RetryProperties::getMaxWaitDuration, RetryConfig.Builder::maxWaitDuration,
				RetryConfig::maxWaitDuration)
		.add("jitter", RetryProperties::getJitter, RetryConfig.Builder::jitter, RetryConfig::jitter)
		.add("max-duration", RetryProperties::getMaxDuration, RetryConfig.Builder::maxDuration,
				RetryConfig::maxDuration)
		.addExceptions("retry-exceptions", RetryProperties::getRetryExceptions, RetryConfig.Builder::retryExceptions,
				RetryConfig::retryExceptions)
		.addExceptions("ignore-exceptions", RetryProperties::getIgnoreExceptions, RetryConfig.Builder::ignoreExceptions,
				RetryConfig::ignoreExceptions)
		.addPredicate("retry-result-predicate", RetryProperties::getRetryResultPredicate,
				RetryConfig.Builder::retryResultPredicate)
		.add("idempotency-key-enabled", RetryProperties::getIdempotencyKeyEnabled,
				RetryConfig.Builder::idempotencyKeyEnabled, RetryConfig::idempotencyKeyEnabled)
		.add("nested-retries-enabled", RetryProperties::getNestedRetriesEnabled,
				RetryConfig.Builder::nestedRetriesEnabled, RetryConfig::nestedRetriesEnabled)
		.add("budget.enabled", (properties) -> properties.getBudget().getEnabled(), RetryConfig.Builder::budgetEnabled,
				RetryConfig::budgetEnabled)
		.add("budget.ratio", (properties) -> properties.getBudget().getRatio(), RetryConfig.Builder::budgetRatio,
				RetryConfig::budgetRatio)
		.add("budget.min-per-second", (properties) -> properties.getBudget().getMinPerSecond(),
				RetryConfig.Builder::budgetMinPerSecond, RetryConfig::budgetMinPerSecond)
		.add("budget.window", (properties) -> properties.getBudget().getWindow(), RetryConfig.Builder::budgetWindow,
				RetryConfig::budgetWindow);

	/**
	 * Number of times that the method is called at most, the first call included.
	 */
	private @Nullable Integer maxAttempts;

	/**
	 * How the delay before a retry grows.
	 */
	private @Nullable Backoff backoff;

	/**
	 * Delay that the others are made of.
	 */
	private @Nullable Duration waitDuration;

	/**
	 * Factor by which an exponential delay grows.
	 */
	private @Nullable Double multiplier;

	/**
	 * Longest delay, before jitter.
	 */
	private @Nullable Duration maxWaitDuration;

	/**
	 * Share by which a constant, linear or exponential delay varies to both sides.
	 */
	private @Nullable Double jitter;

	/**
	 * Time that the whole call may take, delays included. No limit if unset.
	 */
	private @Nullable Duration maxDuration;

	/**
	 * Classes of exceptions that are retried. Every Exception but the library's own
	 * rejections if empty.
	 */
	private @Nullable List<String> retryExceptions;

	/**
	 * Classes of exceptions that are not retried, even if they are among the retried
	 * ones.
	 */
	private @Nullable List<String> ignoreExceptions;

	/**
	 * Class or bean name of a predicate that tells which results are retried.
	 */
	private @Nullable String retryResultPredicate;

	/**
	 * Whether HTTP clients send an idempotency key with the requests of a call, the same
	 * with every attempt.
	 */
	private @Nullable Boolean idempotencyKeyEnabled;

	/**
	 * Whether a failure is retried that a retried call inside of the method has given up
	 * on.
	 */
	private @Nullable Boolean nestedRetriesEnabled;

	@NestedConfigurationProperty
	private final RetryBudgetProperties budget = new RetryBudgetProperties();

	public @Nullable Integer getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(@Nullable Integer maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public @Nullable Backoff getBackoff() {
		return this.backoff;
	}

	public void setBackoff(@Nullable Backoff backoff) {
		this.backoff = backoff;
	}

	public @Nullable Duration getWaitDuration() {
		return this.waitDuration;
	}

	public void setWaitDuration(@Nullable Duration waitDuration) {
		this.waitDuration = waitDuration;
	}

	public @Nullable Double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(@Nullable Double multiplier) {
		this.multiplier = multiplier;
	}

	public @Nullable Duration getMaxWaitDuration() {
		return this.maxWaitDuration;
	}

	public void setMaxWaitDuration(@Nullable Duration maxWaitDuration) {
		this.maxWaitDuration = maxWaitDuration;
	}

	public @Nullable Double getJitter() {
		return this.jitter;
	}

	public void setJitter(@Nullable Double jitter) {
		this.jitter = jitter;
	}

	public @Nullable Duration getMaxDuration() {
		return this.maxDuration;
	}

	public void setMaxDuration(@Nullable Duration maxDuration) {
		this.maxDuration = maxDuration;
	}

	public @Nullable List<String> getRetryExceptions() {
		return this.retryExceptions;
	}

	public void setRetryExceptions(@Nullable List<String> retryExceptions) {
		this.retryExceptions = retryExceptions;
	}

	public @Nullable List<String> getIgnoreExceptions() {
		return this.ignoreExceptions;
	}

	public void setIgnoreExceptions(@Nullable List<String> ignoreExceptions) {
		this.ignoreExceptions = ignoreExceptions;
	}

	public @Nullable String getRetryResultPredicate() {
		return this.retryResultPredicate;
	}

	public void setRetryResultPredicate(@Nullable String retryResultPredicate) {
		this.retryResultPredicate = retryResultPredicate;
	}

	public @Nullable Boolean getIdempotencyKeyEnabled() {
		return this.idempotencyKeyEnabled;
	}

	public void setIdempotencyKeyEnabled(@Nullable Boolean idempotencyKeyEnabled) {
		this.idempotencyKeyEnabled = idempotencyKeyEnabled;
	}

	public @Nullable Boolean getNestedRetriesEnabled() {
		return this.nestedRetriesEnabled;
	}

	public void setNestedRetriesEnabled(@Nullable Boolean nestedRetriesEnabled) {
		this.nestedRetriesEnabled = nestedRetriesEnabled;
	}

	public RetryBudgetProperties getBudget() {
		return this.budget;
	}

}
