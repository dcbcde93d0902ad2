package dev.resilience.staleiferror;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Stale answers at one moment.
 *
 * @param entries how many results are remembered
 * @param staleAnswers how many calls were answered with one since the start or the last
 * reset
 */
public record StaleIfErrorSnapshot(long entries, long staleAnswers) implements PolicySnapshot {

	@Override
	public Map<String, @Nullable Object> attributes() {
		Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
		attributes.put("entries", this.entries);
		attributes.put("staleAnswers", this.staleAnswers);
		return attributes;
	}

}
