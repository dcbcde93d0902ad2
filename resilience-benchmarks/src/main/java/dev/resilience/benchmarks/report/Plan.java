package dev.resilience.benchmarks.report;

import java.nio.file.Path;
import java.util.List;

/**
 * How long to measure.
 *
 * @param cases which cases
 * @param rounds how often all cases run
 * @param warmups iterations before those that count
 * @param warmupMillis how long each of them takes
 * @param iterations iterations that count
 * @param iterationMillis how long each of them takes
 * @param starts how often each context is started
 * @param allStarts whether all kinds of contexts are started, not only those that a
 * figure to reach is about
 * @param log where JMH writes what it does
 */
record Plan(List<Case> cases, int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis,
		int starts, boolean allStarts, Path log) {

	static Plan full(Path log) {
		return new Plan(Case.ALL, 2, 3, 500, 5, 300, 4, true, log);
	}

	Plan times(int factor) {
		return new Plan(this.cases, this.rounds, this.warmups, this.warmupMillis * factor, this.iterations,
				this.iterationMillis * factor, this.starts, this.allStarts, this.log);
	}

	static Plan quick(Path log) {
		return new Plan(Case.FIGURES, 1, 3, 400, 4, 200, 2, false, log);
	}

}
