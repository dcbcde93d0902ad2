package dev.resilience.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.resilience.CircuitState;

/**
 * Says what a property of a type takes.
 */
final class ExpectedValues {

	private static final Map<Class<?>, String> WORDS = Map.of(Integer.class, "a whole number", Double.class, "a number",
			Boolean.class, "true or false", boolean.class, "true or false", Duration.class,
			"a duration, for example 500ms, 10s, 5m or 1h");

	private ExpectedValues() {
	}

	static String of(Class<?> type) {
		if (type.isEnum()) {
			return "expected: one of " + Arrays.stream(type.getEnumConstants())
				.filter((constant) -> constant != CircuitState.HALF_OPEN) // nothing
																			// starts
																			// half-open
				.map((constant) -> kebab(((Enum<?>) constant)))
				.collect(Collectors.joining(", "));
		}
		return "expected: " + WORDS.getOrDefault(type, "properties below it rather than a value");
	}

	static String kebab(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
