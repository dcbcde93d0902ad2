package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call through a retry that succeeds at once.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RetryAtFirst {

	@Benchmark
	public String ours(OursPolicies policies, Calls calls) throws Exception {
		return policies.retry.call(calls.healthy);
	}

	@Benchmark
	public String resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		return policies.retry.executeCallable(calls.healthy);
	}

	@Benchmark
	public String failsafe(FailsafePolicies policies, Calls calls) throws Exception {
		return policies.retry.get(calls.healthy::call);
	}

	@Benchmark
	public String smallRye(SmallRyePolicies policies, Calls calls) throws Exception {
		return policies.retry.call(calls.healthy, String.class);
	}

	@Benchmark
	public String spring(SpringTemplates templates, Calls calls) throws Exception {
		return templates.spring.execute(calls.healthy::call);
	}

	@Benchmark
	public String springRetry(SpringTemplates templates, Calls calls) throws Exception {
		return templates.springRetry.execute((context) -> calls.healthy.call());
	}

}
