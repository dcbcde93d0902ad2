package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All keys that mean something, to find the one that was meant.
 */
final class KnownKeys {

	private static final Pattern INSTANCE = Pattern.compile("resilience\\.instances\\.(\\[[^\\]]*\\]|[^.]+)(\\..*)?");

	private static final List<String> POLICY_KEYS = Stream
		.of(CircuitBreakerProperties.SETTINGS, RateLimiterProperties.SETTINGS, BulkheadProperties.SETTINGS,
				RetryProperties.SETTINGS, StaleIfErrorProperties.SETTINGS)
		.flatMap((settings) -> settings.keys().stream().map((key) -> settings.type().id() + "." + key))
		.toList();

	private KnownKeys() {
	}

	/** The valid key that takes the fewest edits. */
	static String nearest(String name) {
		return candidates(name).stream()
			.min(Comparator.comparingInt((candidate) -> distance(candidate, name)))
			.orElseThrow();
	}

	private static List<String> candidates(String name) {
		List<String> candidates = new ArrayList<>(List.of("resilience.enabled", "resilience.policy-order",
				"resilience.metrics.latency.enabled", "resilience.web.problem-details.enabled",
				"resilience.web.degraded-header.enabled", "resilience.web.degraded-header.name"));
		POLICY_KEYS.forEach((key) -> candidates.add("resilience.defaults." + key));
		Matcher instance = INSTANCE.matcher(name);
		if (instance.matches()) {
			addInstance(candidates, "resilience.instances." + instance.group(1) + ".");
		}
		String[] parts = name.split("\\.", 4);
		for (int i = 1; i < parts.length - 1; i++) {
			addInstance(candidates, "resilience.instances." + parts[i] + ".");
		}
		return candidates;
	}

	private static void addInstance(List<String> candidates, String prefix) {
		candidates.add(prefix + "enabled");
		POLICY_KEYS.forEach((key) -> candidates.add(prefix + key));
	}

	/**
	 * The edit distance of Levenshtein, case aside.
	 */
	static int distance(String left, String right) {
		String from = left.toLowerCase(Locale.ROOT);
		String to = right.toLowerCase(Locale.ROOT);
		int[] previous = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int[] current = new int[to.length() + 1];
			current[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int replace = previous[j - 1] + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
