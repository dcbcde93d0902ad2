package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A healthy call through a circuit breaker with a window of 10 seconds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerTimeWindow {

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.timeWindow.call(calls.healthy);
	}

	@Benchmark
	public String resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.timeWindow.executeCallable(calls.healthy);
	}

	@Benchmark
	public String resilience4jLockFree(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.timeWindowLockFree.executeCallable(calls.healthy);
	}

	@Benchmark
	public String failsafe(FailsafePolicies policies, Calls calls) throws Exception {
		return policies.timeWindow.get(calls.healthy::call);
	}

	@Benchmark
	public String sentinel(SentinelResources resources, Calls calls) throws Exception {
		return resources.call(SentinelResources.TIME_WINDOW, calls.healthy);
	}

}
