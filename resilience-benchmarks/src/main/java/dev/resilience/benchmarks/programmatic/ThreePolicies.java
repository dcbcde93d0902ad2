package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A healthy call through a retry around a circuit breaker around a bulkhead.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ThreePolicies {

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.three.call(calls.healthy);
	}

	@Benchmark
	public String resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.retry.executeCallable(
				() -> policies.countWindow.executeCallable(() -> policies.bulkhead.executeCallable(calls.healthy)));
	}

	@Benchmark
	public String failsafe(FailsafePolicies policies, Calls calls) {
		return policies.three.get(calls.healthy::call);
	}

	@Benchmark
	public String smallRye(SmallRyePolicies policies, Calls calls) throws Exception {
		return policies.three.call(calls.healthy, String.class);
	}

}
