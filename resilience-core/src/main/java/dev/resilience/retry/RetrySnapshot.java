package dev.resilience.retry;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A retry at one moment. Each call is counted once, since the start or the last reset.
 *
 * @param maxAttempts how many times the method is called at most
 * @param succeededWithoutRetry calls whose first attempt succeeded
 * @param succeededWithRetry calls that succeeded after at least one retry
 * @param failedWithRetry calls that failed after at least one retry
 * @param failedWithoutRetry calls that failed and were not retried
 */
public record RetrySnapshot(int maxAttempts, long succeededWithoutRetry, long succeededWithRetry, long failedWithRetry,
		long failedWithoutRetry) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("maxAttempts", this.maxAttempts);
		attributes.put("succeededWithoutRetry", this.succeededWithoutRetry);
		attributes.put("succeededWithRetry", this.succeededWithRetry);
		attributes.put("failedWithRetry", this.failedWithRetry);
		attributes.put("failedWithoutRetry", this.failedWithoutRetry);
		return attributes;
	}

}
