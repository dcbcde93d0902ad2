package dev.resilience.bulkhead;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A bulkhead at one moment.
 *
 * @param maxConcurrentCalls how many calls may run at the same time
 * @param concurrentCalls how many are running
 * @param waitingCalls how many wait for a free place; an estimate
 * @param rejectedCalls how many were rejected since the start or the last reset
 */
public record BulkheadSnapshot(int maxConcurrentCalls, int concurrentCalls, int waitingCalls,
		long rejectedCalls) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("maxConcurrentCalls", this.maxConcurrentCalls);
		attributes.put("concurrentCalls", this.concurrentCalls);
		attributes.put("waitingCalls", this.waitingCalls);
		attributes.put("rejectedCalls", this.rejectedCalls);
		return attributes;
	}

}
