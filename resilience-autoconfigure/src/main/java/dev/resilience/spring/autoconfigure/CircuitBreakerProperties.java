package dev.resilience.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.resilience.CircuitState;
import dev.resilience.PolicyType;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.SlidingWindowType;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a circuit breaker.
 */
public class CircuitBreakerProperties {

	static final PolicySettings<CircuitBreakerProperties, CircuitBreakerConfig.Builder, CircuitBreakerConfig> SETTINGS = new PolicySettings<CircuitBreakerProperties, CircuitBreakerConfig.Builder, CircuitBreakerConfig>(
			PolicyType.CIRCUIT_BREAKER, CircuitBreakerConfig::builder, CircuitBreakerConfig.Builder::build)
		.add("failure-rate-threshold", CircuitBreakerProperties::getFailureRateThreshold,
				CircuitBreakerConfig.Builder::failureRateThreshold, CircuitBreakerConfig::failureRateThreshold)
		.add("slow-call-duration-threshold", CircuitBreakerProperties::getSlowCallDurationThreshold,
				CircuitBreakerConfig.Builder::slowCallDurationThreshold,
				CircuitBreakerConfig::slowCallDurationThreshold)
		.add("slow-call-rate-threshold", CircuitBreakerProperties::getSlowCallRateThreshold,
				CircuitBreakerConfig.Builder::slowCallRateThreshold, CircuitBreakerConfig::slowCallRateThreshold)
		.add("consecutive-failures-threshold", CircuitBreakerProperties::getConsecutiveFailuresThreshold,
				CircuitBreakerConfig.Builder::consecutiveFailuresThreshold,
				CircuitBreakerConfig::consecutiveFailuresThreshold)
		.add("sliding-window-type", CircuitBreakerProperties::getSlidingWindowType,
				CircuitBreakerConfig.Builder::slidingWindowType, CircuitBreakerConfig::slidingWindowType)
		.add("sliding-window-size", CircuitBreakerProperties::getSlidingWindowSize,
				CircuitBreakerConfig.Builder::slidingWindowSize, CircuitBreakerConfig::slidingWindowSize)
		.add("sliding-window-duration", CircuitBreakerProperties::getSlidingWindowDuration,
				CircuitBreakerConfig.Builder::slidingWindowDuration, CircuitBreakerConfig::slidingWindowDuration)
		.add("minimum-number-of-calls", CircuitBreakerProperties::getMinimumNumberOfCalls,
				CircuitBreakerConfig.Builder::minimumNumberOfCalls, CircuitBreakerConfig::minimumNumberOfCalls)
		.add("wait-duration-in-open-state", CircuitBreakerProperties::getWaitDurationInOpenState,
				CircuitBreakerConfig.Builder::waitDurationInOpenState, CircuitBreakerConfig::waitDurationInOpenState)
		.add("wait-duration-multiplier", CircuitBreakerProperties::getWaitDurationMultiplier,
				CircuitBreakerConfig.Builder::waitDurationMultiplier, CircuitBreakerConfig::waitDurationMultiplier)
		.add("max-wait-duration-in-open-state", CircuitBreakerProperties::getMaxWaitDurationInOpenState,
				CircuitBreakerConfig.Builder::maxWaitDurationInOpenState,
				CircuitBreakerConfig::maxWaitDurationInOpenState)
		.add("wait-duration-jitter", CircuitBreakerProperties::getWaitDurationJitter,
				CircuitBreakerConfig.Builder::waitDurationJitter, CircuitBreakerConfig::waitDurationJitter)
		.add("permitted-number-of-calls-in-half-open-state",
				CircuitBreakerProperties::getPermittedNumberOfCallsInHalfOpenState,
				CircuitBreakerConfig.Builder::permittedNumberOfCallsInHalfOpenState,
				CircuitBreakerConfig::permittedNumberOfCallsInHalfOpenState)
		.add("max-wait-duration-in-half-open-state", CircuitBreakerProperties::getMaxWaitDurationInHalfOpenState,
				CircuitBreakerConfig.Builder::maxWaitDurationInHalfOpenState,
				CircuitBreakerConfig::maxWaitDurationInHalfOpenState)
		.add("automatic-transition-from-open-to-half-open-enabled",
				CircuitBreakerProperties::getAutomaticTransitionFromOpenToHalfOpenEnabled,
				CircuitBreakerConfig.Builder::automaticTransitionFromOpenToHalfOpenEnabled,
				CircuitBreakerConfig::automaticTransitionFromOpenToHalfOpenEnabled)
		.addExceptions("record-exceptions", CircuitBreakerProperties::getRecordExceptions,
				CircuitBreakerConfig.Builder::recordExceptions, CircuitBreakerConfig::recordExceptions)
		.addExceptions("ignore-exceptions", CircuitBreakerProperties::getIgnoreExceptions,
				CircuitBreakerConfig.Builder::ignoreExceptions, CircuitBreakerConfig::ignoreExceptions)
		.addPredicate("record-result-predicate", CircuitBreakerProperties::getRecordResultPredicate,
				CircuitBreakerConfig.Builder::recordResultPredicate)
		.add("initial-state", CircuitBreakerProperties::getInitialState, CircuitBreakerConfig.Builder::initialState,
				CircuitBreakerConfig::initialState)
		.add("affects-health", CircuitBreakerProperties::getAffectsHealth, CircuitBreakerConfig.Builder::affectsHealth,
				CircuitBreakerConfig::affectsHealth)
		.add("retry-after-enabled", CircuitBreakerProperties::getRetryAfterEnabled,
				CircuitBreakerConfig.Builder::retryAfterEnabled, CircuitBreakerConfig::retryAfterEnabled);

	/**
	 * Share of failed calls, in percent, that opens the circuit.
	 */
	private @Nullable Double failureRateThreshold;

	/**
	 * Duration that a slow call takes longer than. Slow calls are not watched if unset.
	 */
	private @Nullable Duration slowCallDurationThreshold;

	/**
	 * Share of slow calls, in percent, that opens the circuit.
	 */
	private @Nullable Double slowCallRateThreshold;

	/**
	 * Number of failures in a row that opens the circuit, whatever the rate. Not counted
	 * if unset.
	 */
	private @Nullable Integer consecutiveFailuresThreshold;

	/**
	 * What the rates are made of: the last calls, or those of the last while.
	 */
	private @Nullable SlidingWindowType slidingWindowType;

	/**
	 * Time that a time-based window remembers a call.
	 */
	private @Nullable Duration slidingWindowDuration;

	/**
	 * Number of last calls that the rates are made of.
	 */
	private @Nullable Integer slidingWindowSize;

	/**
	 * Number of calls before a rate counts. At most the size of the window.
	 */
	private @Nullable Integer minimumNumberOfCalls;

	/**
	 * Time that the circuit stays open before trial calls are let through.
	 */
	private @Nullable Duration waitDurationInOpenState;

	/**
	 * Factor for the wait each time the circuit opens again without having been closed.
	 */
	private @Nullable Double waitDurationMultiplier;

	/**
	 * Longest wait in the open state, before jitter.
	 */
	private @Nullable Duration maxWaitDurationInOpenState;

	/**
	 * Share by which the wait varies to both sides.
	 */
	private @Nullable Double waitDurationJitter;

	/**
	 * Number of trial calls that decide in the half-open state.
	 */
	private @Nullable Integer permittedNumberOfCallsInHalfOpenState;

	/**
	 * Time without a verdict after which a half-open circuit is open again.
	 */
	private @Nullable Duration maxWaitDurationInHalfOpenState;

	/**
	 * Whether the circuit becomes half-open when the wait is over, rather than at the
	 * next call.
	 */
	private @Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled;

	/**
	 * Classes of exceptions that are failures. All if empty; an unlisted exception is a
	 * success.
	 */
	private @Nullable List<String> recordExceptions;

	/**
	 * Classes of exceptions that are not counted, even if they are recorded ones.
	 */
	private @Nullable List<String> ignoreExceptions;

	/**
	 * Class or bean name of a predicate that tells which results are failures.
	 */
	private @Nullable String recordResultPredicate;

	/**
	 * State to start in.
	 */
	private @Nullable CircuitState initialState;

	/**
	 * Whether the application is DOWN while the circuit is open.
	 */
	private @Nullable Boolean affectsHealth;

	/**
	 * Whether an open circuit waits for as long as the server asked, up to the longest
	 * wait.
	 */
	private @Nullable Boolean retryAfterEnabled;

	public @Nullable Double getFailureRateThreshold() {
		return this.failureRateThreshold;
	}

	public void setFailureRateThreshold(@Nullable Double failureRateThreshold) {
		this.failureRateThreshold = failureRateThreshold;
	}

	public @Nullable Duration getSlowCallDurationThreshold() {
		return this.slowCallDurationThreshold;
	}

	public void setSlowCallDurationThreshold(@Nullable Duration slowCallDurationThreshold) {
		this.slowCallDurationThreshold = slowCallDurationThreshold;
	}

	public @Nullable Double getSlowCallRateThreshold() {
		return this.slowCallRateThreshold;
	}

	public void setSlowCallRateThreshold(@Nullable Double slowCallRateThreshold) {
		this.slowCallRateThreshold = slowCallRateThreshold;
	}

	public @Nullable Integer getConsecutiveFailuresThreshold() {
		return this.consecutiveFailuresThreshold;
	}

	public void setConsecutiveFailuresThreshold(@Nullable Integer consecutiveFailuresThreshold) {
		this.consecutiveFailuresThreshold = consecutiveFailuresThreshold;
	}

	public @Nullable SlidingWindowType getSlidingWindowType() {
		return this.slidingWindowType;
	}

	public void setSlidingWindowType(@Nullable SlidingWindowType slidingWindowType) {
		this.slidingWindowType = slidingWindowType;
	}

	public @Nullable Duration getSlidingWindowDuration() {
		return this.slidingWindowDuration;
	}

	public void setSlidingWindowDuration(@Nullable Duration slidingWindowDuration) {
		this.slidingWindowDuration = slidingWindowDuration;
	}

	public @Nullable Integer getSlidingWindowSize() {
		return this.slidingWindowSize;
	}

	public void setSlidingWindowSize(@Nullable Integer slidingWindowSize) {
		this.slidingWindowSize = slidingWindowSize;
	}

	public @Nullable Integer getMinimumNumberOfCalls() {
		return this.minimumNumberOfCalls;
	}

	public void setMinimumNumberOfCalls(@Nullable Integer minimumNumberOfCalls) {
		this.minimumNumberOfCalls = minimumNumberOfCalls;
	}

	public @Nullable Duration getWaitDurationInOpenState() {
		return this.waitDurationInOpenState;
	}

	public void setWaitDurationInOpenState(@Nullable Duration waitDurationInOpenState) {
		this.waitDurationInOpenState = waitDurationInOpenState;
	}

	public @Nullable Double getWaitDurationMultiplier() {
		return this.waitDurationMultiplier;
	}

	public void setWaitDurationMultiplier(@Nullable Double waitDurationMultiplier) {
		this.waitDurationMultiplier = waitDurationMultiplier;
	}

	public @Nullable Duration getMaxWaitDurationInOpenState() {
		return this.maxWaitDurationInOpenState;
	}

	public void setMaxWaitDurationInOpenState(@Nullable Duration maxWaitDurationInOpenState) {
		this.maxWaitDurationInOpenState = maxWaitDurationInOpenState;
	}

	public @Nullable Double getWaitDurationJitter() {
		return this.waitDurationJitter;
	}

	public void setWaitDurationJitter(@Nullable Double waitDurationJitter) {
		this.waitDurationJitter = waitDurationJitter;
	}

	public @Nullable Integer getPermittedNumberOfCallsInHalfOpenState() {
		return this.permittedNumberOfCallsInHalfOpenState;
	}

	public void setPermittedNumberOfCallsInHalfOpenState(@Nullable Integer permittedNumberOfCallsInHalfOpenState) {
		this.permittedNumberOfCallsInHalfOpenState = permittedNumberOfCallsInHalfOpenState;
	}

	public @Nullable Duration getMaxWaitDurationInHalfOpenState() {
		return this.maxWaitDurationInHalfOpenState;
	}

	public void setMaxWaitDurationInHalfOpenState(@Nullable Duration maxWaitDurationInHalfOpenState) {
		this.maxWaitDurationInHalfOpenState = maxWaitDurationInHalfOpenState;
	}

	public @Nullable Boolean getAutomaticTransitionFromOpenToHalfOpenEnabled() {
		return this.automaticTransitionFromOpenToHalfOpenEnabled;
	}

	public void setAutomaticTransitionFromOpenToHalfOpenEnabled(
			@Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled) {
		this.automaticTransitionFromOpenToHalfOpenEnabled = automaticTransitionFromOpenToHalfOpenEnabled;
	}

	public @Nullable List<String> getRecordExceptions() {
		return this.recordExceptions;
	}

	public void setRecordExceptions(@Nullable List<String> recordExceptions) {
		this.recordExceptions = recordExceptions;
	}

	public @Nullable List<String> getIgnoreExceptions() {
		return this.ignoreExceptions;
	}

	public void setIgnoreExceptions(@Nullable List<String> ignoreExceptions) {
		this.ignoreExceptions = ignoreExceptions;
	}

	public @Nullable String getRecordResultPredicate() {
		return this.recordResultPredicate;
	}

	public void setRecordResultPredicate(@Nullable String recordResultPredicate) {
		this.recordResultPredicate = recordResultPredicate;
	}

	public @Nullable CircuitState getInitialState() {
		return this.initialState;
	}

	public void setInitialState(@Nullable CircuitState initialState) {
		this.initialState = initialState;
	}

	public @Nullable Boolean getAffectsHealth() {
		return this.affectsHealth;
	}

	public void setAffectsHealth(@Nullable Boolean affectsHealth) {
		this.affectsHealth = affectsHealth;
	}

	public @Nullable Boolean getRetryAfterEnabled() {
		return this.retryAfterEnabled;
	}

	public void setRetryAfterEnabled(@Nullable Boolean retryAfterEnabled) {
		this.retryAfterEnabled = retryAfterEnabled;
	}

}
