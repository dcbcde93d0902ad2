package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A healthy call through a circuit breaker with a window of 100 calls.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerCountWindow {

	@Benchmark
	public String bare(Calls calls) throws Exception {
		return calls.healthy.call();
	}

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.countWindow.call(calls.healthy);
	}

	@Benchmark
	public String resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.countWindow.executeCallable(calls.healthy);
	}

	@Benchmark
	public String resilience4jLockFree(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.countWindowLockFree.executeCallable(calls.healthy);
	}

	@Benchmark
	public String failsafe(FailsafePolicies policies, Calls calls) throws Exception {
		return policies.countWindow.get(calls.healthy::call);
	}

	@Benchmark
	public String smallRye(SmallRyePolicies policies, Calls calls) throws Exception {
		return policies.countWindow.call(calls.healthy, String.class);
	}

}
