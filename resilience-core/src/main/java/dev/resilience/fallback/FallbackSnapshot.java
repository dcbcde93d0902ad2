package dev.resilience.fallback;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A fallback at one moment. Counts calls, not rungs, since the start or the last reset.
 *
 * @param succeeded calls that a rung answered
 * @param failed calls that no rung answered, though at least one tried
 */
public record FallbackSnapshot(long succeeded, long failed) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("succeeded", this.succeeded);
		attributes.put("failed", this.failed);
		return attributes;
	}

}
