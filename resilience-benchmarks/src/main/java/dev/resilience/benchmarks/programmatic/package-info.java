/**
 * One policy at a time around a callable, without Spring.
 */
package dev.resilience.benchmarks.programmatic;
