package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call through a bulkhead of 25 that is not full.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BulkheadWithRoom {

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.bulkhead.call(calls.healthy);
	}

	@Benchmark
	public String resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.bulkhead.executeCallable(calls.healthy);
	}

	@Benchmark
	public String failsafe(FailsafePolicies policies, Calls calls) throws Exception {
		return policies.bulkhead.get(calls.healthy::call);
	}

	@Benchmark
	public String sentinel(SentinelResources resources, Calls calls) throws Exception {
		return resources.call(SentinelResources.BULKHEAD, calls.healthy);
	}

	@Benchmark
	public String smallRye(SmallRyePolicies policies, Calls calls) throws Exception {
		return policies.bulkhead.call(calls.healthy, String.class);
	}

}
