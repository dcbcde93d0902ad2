package dev.resilience.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.resilience.Measure;
import dev.resilience.Policy;

/**
 * Reads the measures of a policy by name and tags, as a metrics library would.
 */
public final class Measures {

	private Measures() {
	}

	/**
	 * @param tags key and value in turn, without the instance's name
	 */
	public static double value(Policy policy, String name, String... tags) {
		Map<String, String> expected = new HashMap<>(Map.of("name", policy.instance()));
		for (int i = 0; i < tags.length; i += 2) {
			expected.put(tags[i], tags[i + 1]);
		}
		List<Measure> found = policy.measures()
			.stream()
			.filter((measure) -> measure.name().equals(name) && measure.tags().equals(expected))
			.toList();
		if (found.size() != 1) {
			throw new AssertionError(found.size() + " measures " + name + " " + expected);
		}
		return found.get(0).value().getAsDouble();
	}

	/** Every measure as one line: kind, name, tags in the order of their keys. */
	public static List<String> names(Policy policy) {
		return policy.measures()
			.stream()
			.map((measure) -> measure.kind() + " " + measure.name() + " " + new TreeMap<>(measure.tags()))
			.toList();
	}

}
