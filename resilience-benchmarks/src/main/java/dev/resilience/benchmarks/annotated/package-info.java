/**
 * Calls of annotated methods through a proxy, in an application context per library.
 */
package dev.resilience.benchmarks.annotated;
