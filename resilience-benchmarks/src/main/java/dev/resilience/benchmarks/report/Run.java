package dev.resilience.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.resilience.benchmarks.memory.RetainedBytes;
import dev.resilience.benchmarks.startup.StartUp;
import dev.resilience.benchmarks.startup.StartUpTimes;
import org.openjdk.jmh.runner.RunnerException;

/**
 * One run: {@code --quick} for the figures to reach only, and shortly;
 * {@code --only=REGEX} for the cases whose class fits, without memory and start-up;
 * {@code --patience=N} to measure N times as long, where other processes want the same
 * cores and the JVM's compilers come late.
 */
public final class Run {

	private Run() {
	}

	public static void main(String[] args) throws IOException, RunnerException {
		List<String> arguments = List.of(args);
		int patience = Integer.parseInt(option(arguments, "patience", "1"));
		Path log = Files.createTempFile("resilience-benchmarks", ".log");
		Plan plan = (arguments.contains("--quick") ? Plan.quick(log) : Plan.full(log)).times(patience);
		String only = option(arguments, "only", "");
		List<Case> cases = plan.cases()
			.stream()
			.filter((it) -> Pattern.compile(only).matcher(it.type()).find())
			.toList();
		Map<String, Score> scores = new Timings(plan).measure(cases);
		Map<String, Long> retained = only.isEmpty() ? RetainedBytes.measure() : Map.of();
		List<StartUp> startUps = only.isEmpty() ? StartUpTimes.measure(plan.starts(), !plan.allStarts()) : List.of();
		System.out.println(new Report(new Results(scores, retained, startUps)).write(cases));
		System.err.println("JMH's own log: " + log);
	}

	private static String option(List<String> arguments, String name, String byDefault) {
		String prefix = "--" + name + "=";
		return arguments.stream()
			.filter((it) -> it.startsWith(prefix))
			.map((it) -> it.substring(prefix.length()))
			.findFirst()
			.orElse(byDefault);
	}

}
