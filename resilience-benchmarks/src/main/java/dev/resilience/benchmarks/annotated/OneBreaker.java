package dev.resilience.benchmarks.annotated;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A healthy call of a method with a circuit breaker.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneBreaker {

	@Benchmark
	public String ours(OursContext state) {
		return state.service.one("order");
	}

	@Benchmark
	public String oursSwitchedOff(OursContext state) {
		return state.service.off("order");
	}

	@Benchmark
	public String resilience4j(Resilience4jContext state) {
		return state.service.one("order");
	}

}
