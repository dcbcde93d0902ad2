package dev.resilience.benchmarks.report;

import java.util.Collections;
import java.util.List;

/**
 * What a case costs. The best is the iteration that took the least: whatever else a
 * machine does only ever adds to it.
 *
 * @param cpuNanos nanoseconds of processor time per call and thread, best
 * @param bestNanos nanoseconds on the clock per call, best
 * @param medianNanos nanoseconds on the clock per call, of the iteration in the middle
 * @param bytes bytes allocated per call
 */
record Score(double cpuNanos, double bestNanos, double medianNanos, double bytes) {

	static Score of(List<Double> cpu, List<Double> nanos, List<Double> bytes) {
		List<Double> sortedNanos = nanos.stream().sorted().toList();
		List<Double> sortedBytes = bytes.stream().sorted().toList();
		return new Score(Collections.min(cpu), sortedNanos.get(0), sortedNanos.get(sortedNanos.size() / 2),
				sortedBytes.get(sortedBytes.size() / 2));
	}

}
