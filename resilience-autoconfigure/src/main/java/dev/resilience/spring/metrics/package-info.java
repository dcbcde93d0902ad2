/**
 * Meters: what policies measure and what the listener hears, on any Micrometer registry.
 * The only place that knows Micrometer.
 */
@NullMarked
package dev.resilience.spring.metrics;

import org.jspecify.annotations.NullMarked;
