package dev.resilience;

import org.jspecify.annotations.Nullable;

/**
 * One effective value of a policy's configuration, and where it comes from.
 *
 * @param value the value as it is written in properties: a number, boolean, string, enum,
 * {@link java.time.Duration}, or a list of those; null for what is not set
 * @param origin for example {@code application.yml:12:21}, or {@code default}
 */
public record Setting(@Nullable Object value, String origin) {
}
