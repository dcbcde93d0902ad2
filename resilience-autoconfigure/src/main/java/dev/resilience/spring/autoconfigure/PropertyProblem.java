package dev.resilience.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property that is not valid.
 *
 * @param property its name
 * @param value its value
 * @param origin where it stands, or null if that is not known
 * @param reason what is wrong, and what would be right
 */
public record PropertyProblem(String property, @Nullable Object value, @Nullable String origin, String reason) {
}
