/**
 * Runs the cases and writes the tables.
 */
package dev.resilience.benchmarks.report;
