package dev.resilience.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.resilience.benchmarks.Fork;
import dev.resilience.benchmarks.Settings;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the cases with JMH, each in a fresh JVM, several rounds of all of them: what else
 * the machine does for a while then meets one round of many cases, not all of one.
 */
final class Timings {

	private final Map<String, List<Double>> cpu = new HashMap<>();

	private final Map<String, List<Double>> nanos = new HashMap<>();

	private final Map<String, List<Double>> bytes = new HashMap<>();

	private final Plan plan;

	Timings(Plan plan) {
		this.plan = plan;
	}

	Map<String, Score> measure(Collection<Case> cases) throws RunnerException {
		for (int round = 1; round <= this.plan.rounds(); round++) {
			for (Case it : cases) {
				System.err.println("round " + round + " of " + this.plan.rounds() + ": " + it.title());
				run(it);
			}
		}
		Map<String, Score> scores = new HashMap<>();
		this.nanos.forEach((key, values) -> scores.put(key, Score.of(this.cpu.get(key), values, this.bytes.get(key))));
		return scores;
	}

	private void run(Case it) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().forks(1)
			.threads(it.threads())
			.warmupIterations(it.annotated() ? 4 * this.plan.warmups() : this.plan.warmups())
			.warmupTime(TimeValue.milliseconds(this.plan.warmupMillis()))
			.measurementIterations(this.plan.iterations())
			.measurementTime(TimeValue.milliseconds(this.plan.iterationMillis()))
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuTimeProfiler.class)
			.jvmArgs(Fork.JVM_ARGUMENTS.toArray(String[]::new))
			.shouldFailOnError(true)
			.output(this.plan.log().toString());
		for (String library : it.libraries()) {
			if (!library.equals("oursWithLatencyTimer") || Settings.hasLatencyTimer()) {
				options.include("\\." + Pattern.quote(it.type() + "." + library) + "$");
			}
		}
		for (RunResult result : new Runner(options.build()).run()) {
			String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
			for (BenchmarkResult fork : result.getBenchmarkResults()) {
				fork.getIterationResults().forEach((iteration) -> add(it.key(method), iteration));
			}
		}
	}

	private void add(String key, IterationResult iteration) {
		this.cpu.computeIfAbsent(key, (it) -> new ArrayList<>())
			.add(iteration.getSecondaryResults().get(CpuTimeProfiler.LABEL).getScore());
		this.nanos.computeIfAbsent(key, (it) -> new ArrayList<>()).add(iteration.getPrimaryResult().getScore());
		this.bytes.computeIfAbsent(key, (it) -> new ArrayList<>())
			.add(iteration.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
	}

}
