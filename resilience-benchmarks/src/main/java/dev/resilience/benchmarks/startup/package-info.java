/**
 * How long a context with many annotated methods takes to start.
 */
package dev.resilience.benchmarks.startup;
