/**
 * Keeps the stale answers in Caffeine: the only place that knows it.
 */
@NullMarked
package dev.resilience.spring.caffeine;

import org.jspecify.annotations.NullMarked;
