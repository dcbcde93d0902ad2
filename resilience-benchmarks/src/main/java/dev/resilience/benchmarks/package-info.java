/**
 * What a guarded call costs, side by side with the peers, all in one run:
 * {@link dev.resilience.benchmarks.Main} is the command. Not part of the library.
 */
package dev.resilience.benchmarks;
