package dev.resilience.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.resilience.benchmarks.Library;
import dev.resilience.benchmarks.startup.StartUp;

/**
 * A figure to reach.
 *
 * @param title the case
 * @param target what to reach
 * @param measured what was measured
 * @param verdict whether it is met
 */
record Figure(String title, String target, String measured, String verdict) {

	static List<Figure> of(Results results) {
		List<Figure> figures = new ArrayList<>();
		Score empty = results.score("FourPolicies", "emptyInterceptor");
		Score four = results.score("FourPolicies", "ours");
		String title = "annotated, four policies, healthy, latency timer off";
		figures.add(atMost(title, "<= 2.5 x the empty interceptor", ratio(four, empty), 2.5, "x"));
		figures.add(atMost(title, "<= 1/30 of Resilience4j", ratio(four, results.score("FourPolicies", "resilience4j")),
				1 / 30.0, "x"));
		figures.add(atMost(title, "<= 64 B more than the empty interceptor",
				(four != null && empty != null) ? four.bytes() - empty.bytes() : Double.NaN, 64, "B"));
		figures.add(atMost("the same with the latency timer on", "<= 5 x the empty interceptor",
				ratio(results.score("FourPolicies", "oursWithLatencyTimer"), empty), 5, "x"));
		figures.add(atMost("annotated, open breaker + fallback", "<= 1/20 of Resilience4j",
				ratio(results.score("OpenWithFallback", "ours"), results.score("OpenWithFallback", "resilience4j")),
				1 / 20.0, "x"));
		addBreaker(figures, results, "BreakerCountWindow", "bare breaker, count window, healthy", 5);
		addBreaker(figures, results, "BreakerTimeWindow", "bare breaker, time window, healthy", 2);
		figures.add(atLeast("two threads on one healthy breaker", ">= 1.8 x the throughput of one",
				results.scaling("BreakerCountWindow", "ours"), 1.8)
			.beside("a bare call", results.scaling("BreakerCountWindow", "bare")));
		Long retained = results.retained().get("ours, 100 calls");
		figures.add(atMost("retained bytes per breaker, window 100", "<= 1,000",
				(retained != null) ? retained : Double.NaN, 1000, "B"));
		figures.add(atMost("1,000 annotated methods in 100 classes, start-up on top of an empty interceptor",
				"<= 1/3 of what Resilience4j adds", results.added(Library.OURS, StartUp::cpuMillis)
						/ results.added(Library.RESILIENCE4J, StartUp::cpuMillis),
				1 / 3.0, "x"));
		return figures;
	}

	private static void addBreaker(List<Figure> figures, Results results, String type, String title, int share) {
		Score ours = results.score(type, "ours");
		figures.add(atMost(title, "<= 1/" + share + " of Resilience4j",
				ratio(ours, results.score(type, "resilience4j")), 1.0 / share, "x"));
		figures.add(atMost(title, "0 B", (ours != null) ? ours.bytes() : Double.NaN, 0.5, "B"));
	}

	static double ratio(Score score, Score other) {
		return (score != null && other != null) ? score.cpuNanos() / other.cpuNanos() : Double.NaN;
	}

	private static Figure atMost(String title, String target, double measured, double limit, String unit) {
		return of(title, target, measured, measured <= limit, unit);
	}

	private static Figure atLeast(String title, String target, double measured, double limit) {
		return of(title, target, measured, measured >= limit, "x");
	}

	/** Adds what the machine gives at most: two cores that others use too are not two. */
	private Figure beside(String what, double other) {
		return new Figure(this.title, this.target, this.measured + " (" + what + ": " + show(other, "x") + ")",
				this.verdict);
	}

	private static Figure of(String title, String target, double measured, boolean met, String unit) {
		if (Double.isNaN(measured)) {
			return new Figure(title, target, "-", "not measured");
		}
		return new Figure(title, target, show(measured, unit), met ? "met" : "**missed**");
	}

	private static String show(double measured, String unit) {
		if (unit.equals("B")) {
			return String.format(Locale.ROOT, "%,.0f B", measured);
		}
		return (measured < 0.5) ? String.format(Locale.ROOT, "1/%.1f", 1 / measured)
				: String.format(Locale.ROOT, "%.2f x", measured);
	}

}
