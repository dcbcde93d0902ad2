/**
 * How much memory an instance keeps.
 */
package dev.resilience.benchmarks.memory;
