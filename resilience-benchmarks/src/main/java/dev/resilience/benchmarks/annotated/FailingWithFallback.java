package dev.resilience.benchmarks.annotated;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call that fails (15 of 16 do) and that a fallback answers, without a retry.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FailingWithFallback {

	@Benchmark
	public String ours(OursContext state) {
		return state.service.failing("order");
	}

	@Benchmark
	public String resilience4j(Resilience4jContext state) {
		return state.service.failing("order");
	}

	@Benchmark
	public String springRetry(SpringRetryContext state) {
		return state.service.failing("order");
	}

}
