package dev.resilience.ratelimiter;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A rate limiter at one moment.
 *
 * @param limitForPeriod how many permits a period brings
 * @param availablePermissions how many permits can be taken at once, from 0 to the limit
 * @param waitingCalls how many calls wait for their permits
 * @param rejectedCalls how many were rejected since the start or the last reset
 */
public record RateLimiterSnapshot(int limitForPeriod, int availablePermissions, int waitingCalls,
		long rejectedCalls) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("limitForPeriod", this.limitForPeriod);
		attributes.put("availablePermissions", this.availablePermissions);
		attributes.put("waitingCalls", this.waitingCalls);
		attributes.put("rejectedCalls", this.rejectedCalls);
		return attributes;
	}

}
