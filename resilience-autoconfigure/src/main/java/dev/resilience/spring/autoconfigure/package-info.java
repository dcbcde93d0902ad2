/**
 * The auto-configurations, the properties and what is said when they are wrong.
 * <p>
 * {@link dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration} is the place to
 * start. A policy's properties are one class with one table
 * ({@link dev.resilience.spring.autoconfigure.PolicySettings}): from it come merging,
 * checking and what the endpoint shows.
 */
@NullMarked
package dev.resilience.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
