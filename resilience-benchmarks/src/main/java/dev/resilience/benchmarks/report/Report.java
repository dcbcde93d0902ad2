package dev.resilience.benchmarks.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

import dev.resilience.benchmarks.startup.StartUp;

/**
 * The tables, in Markdown.
 */
final class Report {

	private static final Map<String, String> TITLES = Map.ofEntries(Map.entry("bare", "bare call"),
			Map.entry("emptyInterceptor", "empty interceptor"),
			Map.entry("oursSwitchedOff", "ours, instance switched off"),
			Map.entry("oursWithLatencyTimer", "ours, latency timer on"), Map.entry("resilience4j", "Resilience4j"),
			Map.entry("resilience4jLockFree", "Resilience4j `LOCK_FREE`"), Map.entry("failsafe", "Failsafe"),
			Map.entry("smallRye", "SmallRye"), Map.entry("sentinel", "Sentinel"),
			Map.entry("spring", "Spring Framework"), Map.entry("springRetry", "spring-retry"),
			Map.entry("volatileRead", "a volatile read"), Map.entry("compareAndSet", "a compare-and-set"),
			Map.entry("stripedCounter", "a striped counter, incremented"), Map.entry("clock", "a clock read"));

	private final StringBuilder text = new StringBuilder();

	private final Results results;

	Report(Results results) {
		this.results = results;
	}

	String write(Collection<Case> cases) {
		line("%s, JDK %s, %d cores, load %.1f at the end.", LocalDate.now(), System.getProperty("java.vm.version"),
				Runtime.getRuntime().availableProcessors(),
				java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
		writeFigures();
		writeTimes(cases);
		writeRetained();
		writeStartUps();
		return this.text.toString();
	}

	private void writeFigures() {
		line("%n### Figures to reach%n%n| case | figure | measured | |%n|---|---|---|---|");
		for (Figure figure : Figure.of(this.results)) {
			line("| %s | %s | %s | %s |", figure.title(), figure.target(), figure.measured(), figure.verdict());
		}
	}

	private void writeTimes(Collection<Case> cases) {
		line("%n### Times%n%n| case | library | processor ns per call | ns on the clock, best | median | B per call | x ours | throughput of two threads, x one |%n"
				+ "|---|---|---|---|---|---|---|---|");
		for (Case it : cases) {
			Score ours = this.results.scores().get(it.key("ours"));
			for (String library : it.libraries()) {
				Score score = this.results.scores().get(it.key(library));
				if (score != null) {
					line("| %s | %s | %,.1f | %,.1f | %,.1f | %,.0f | %s | %s |", it.title(),
							TITLES.getOrDefault(library, library), score.cpuNanos(), score.bestNanos(),
							score.medianNanos(), Math.abs(score.bytes()), number(Figure.ratio(score, ours)),
							(it.threads() == 2) ? number(this.results.scaling(it.type(), library)) : "");
				}
			}
		}
	}

	private void writeRetained() {
		line("%n### Memory%n%n| circuit breaker | retained bytes per instance |%n|---|---|");
		this.results.retained().forEach((what, bytes) -> line("| %s | %,d |", what, bytes));
	}

	private void writeStartUps() {
		line("%n### Start-up%n%n| methods | beans | processor ms | ms on the clock, best | median | processor ms, first call of each method included |%n"
				+ "|---|---|---|---|---|---|");
		for (StartUp it : this.results.startUps()) {
			line("| %,d | %s%s | %,.0f | %,.0f | %,.0f | %,.0f |", it.methods(), it.library().title(),
					it.configured() ? ", 100 instances configured" : "", it.cpuMillis(), it.bestMillis(),
					it.medianMillis(), it.cpuWithCallsMillis());
		}
	}

	private static String number(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
	}

	private void line(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
	}

}
