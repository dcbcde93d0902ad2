package dev.resilience;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a policy looks like at one moment. Immutable.
 */
public interface PolicySnapshot {

	/**
	 * The view as names and values, for whoever shows policies without knowing each of
	 * them.
	 * @return names in camel case; values are numbers, booleans, strings, enums,
	 * {@link java.time.Duration}, {@link java.time.Instant} or null
	 */
	Map<String, @Nullable Object> attributes();

}
