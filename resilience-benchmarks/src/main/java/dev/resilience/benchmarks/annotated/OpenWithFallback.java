package dev.resilience.benchmarks.annotated;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call that an open circuit breaker rejects and a fallback answers.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpenWithFallback {

	@Benchmark
	public String ours(OursContext state) {
		return state.service.open("order");
	}

	@Benchmark
	public String resilience4j(Resilience4jContext state) {
		return state.service.open("order");
	}

}
