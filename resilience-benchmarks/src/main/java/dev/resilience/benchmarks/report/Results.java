package dev.resilience.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import dev.resilience.benchmarks.Library;
import dev.resilience.benchmarks.startup.StartUp;

/**
 * Everything that one run has measured.
 *
 * @param scores what the cases cost, by {@link Case#key(String)}
 * @param retained bytes by what keeps them
 * @param startUps how long contexts take to start
 */
record Results(Map<String, Score> scores, Map<String, Long> retained, List<StartUp> startUps) {

	/** What a case costs on one thread, or null if it did not run. */
	Score score(String type, String library) {
		return this.scores.get(Case.key(type, library, 1));
	}

	/** The throughput of two threads by that of one. */
	double scaling(String type, String library) {
		Score one = score(type, library);
		Score two = this.scores.get(Case.key(type, library, 2));
		return (one != null && two != null) ? 2 * one.bestNanos() / two.bestNanos() : Double.NaN;
	}

	/** Milliseconds that a library adds to the start of the largest context. */
	double added(Library library, ToDoubleFunction<StartUp> time) {
		return largest(library, time) - largest(Library.INTERCEPTOR, time);
	}

	double largest(Library library, ToDoubleFunction<StartUp> time) {
		return this.startUps.stream()
			.filter((it) -> it.library() == library && it.methods() == 1000 && !it.configured())
			.mapToDouble(time)
			.findFirst()
			.orElse(Double.NaN);
	}

}
