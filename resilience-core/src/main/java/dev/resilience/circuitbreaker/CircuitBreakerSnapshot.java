package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.CircuitState;
import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker at one moment. While OPEN, the counts are those that made it open; in
 * HALF_OPEN, those of the trial calls.
 *
 * @param state the state
 * @param failureRate percent of the buffered calls that failed, or null below the minimum
 * number of calls
 * @param slowCallRate percent of the buffered calls that were slow, or null below the
 * minimum number of calls
 * @param bufferedCalls how many outcomes the rates are made of
 * @param failedCalls how many of those failed
 * @param slowCalls how many of those were slow
 * @param notPermittedCalls how many calls were rejected since the start or the last reset
 * @param since when the state was entered, wall-clock time
 * @param retryAfter how long until a trial call is admitted, or null unless OPEN
 */
public record CircuitBreakerSnapshot(CircuitState state, @Nullable Double failureRate, @Nullable Double slowCallRate,
		int bufferedCalls, int failedCalls, int slowCalls, long notPermittedCalls, Instant since,
		@Nullable Duration retryAfter) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("state", this.state);
		attributes.put("failureRate", this.failureRate);
		attributes.put("slowCallRate", this.slowCallRate);
		attributes.put("bufferedCalls", this.bufferedCalls);
		attributes.put("failedCalls", this.failedCalls);
		attributes.put("slowCalls", this.slowCalls);
		attributes.put("notPermittedCalls", this.notPermittedCalls);
		attributes.put("since", this.since);
		attributes.put("retryAfter", this.retryAfter);
		return attributes;
	}

}
