package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A healthy call through a circuit breaker that watches slow and overdue calls.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerSlowCalls {

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.slowCalls.call(calls.healthy);
	}

}
