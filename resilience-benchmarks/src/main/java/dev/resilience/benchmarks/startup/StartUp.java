package dev.resilience.benchmarks.startup;

import java.util.List;

import dev.resilience.benchmarks.Library;

/**
 * How long one kind of context takes to start.
 *
 * @param library guards its beans
 * @param classes how many beans there are, with ten methods each
 * @param configured whether every instance has properties of its own
 * @param cpuMillis processor time of the starting thread, the least of all starts
 * @param cpuWithCallsMillis the same together with the first call of every method
 * @param bestMillis time on the clock, the least of all starts
 * @param medianMillis time on the clock, of the start in the middle
 */
public record StartUp(Library library, int classes, boolean configured, double cpuMillis, double cpuWithCallsMillis,
		double bestMillis, double medianMillis) {

	static StartUp of(Library library, int classes, boolean configured) {
		return new StartUp(library, classes, configured, 0, 0, 0, 0);
	}

	StartUp with(List<double[]> times) {
		double cpu = times.stream().mapToDouble((time) -> time[0]).min().orElseThrow();
		double cpuWithCalls = times.stream().mapToDouble((time) -> time[1]).min().orElseThrow();
		double[] clock = times.stream().mapToDouble((time) -> time[2]).sorted().toArray();
		return new StartUp(this.library, this.classes, this.configured, cpu, cpuWithCalls, clock[0],
				clock[clock.length / 2]);
	}

	/**
	 * How many methods the beans have.
	 * @return the number of methods
	 */
	public int methods() {
		return this.classes * GeneratedBeans.METHODS;
	}

}
