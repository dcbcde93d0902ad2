package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;

import dev.resilience.benchmarks.Outage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call through a circuit breaker with a window of 100 calls, of which 2 percent fail.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerSomeFailures {

	@Benchmark
	public Object ours(OursPolicies policies, Calls calls) throws Exception {
		try {
			return policies.countWindow.call(calls.failingAtTimes);
		}
		catch (Outage ex) {
			return ex;
		}
	}

	@Benchmark
	public Object resilience4j(Resilience4jPolicies policies, Calls calls) throws Exception {
		try {
			return policies.countWindow.executeCallable(calls.failingAtTimes);
		}
		catch (Outage ex) {
			return ex;
		}
	}

	@Benchmark
	public Object resilience4jLockFree(Resilience4jPolicies policies, Calls calls) throws Exception {
		try {
			return policies.countWindowLockFree.executeCallable(calls.failingAtTimes);
		}
		catch (Outage ex) {
			return ex;
		}
	}

	@Benchmark
	public Object failsafe(FailsafePolicies policies, Calls calls) throws Exception {
		try {
			return policies.countWindow.get(calls.failingAtTimes::call);
		}
		catch (Outage ex) {
			return ex;
		}
	}

	@Benchmark
	public Object smallRye(SmallRyePolicies policies, Calls calls) throws Exception {
		try {
			return policies.countWindow.call(calls.failingAtTimes, String.class);
		}
		catch (Outage ex) {
			return ex;
		}
	}

}
