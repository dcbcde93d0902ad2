package dev.resilience.benchmarks.programmatic;

import java.time.temporal.ChronoUnit;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.faulttolerance.standalone.StandaloneFaultTolerance;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * SmallRye Fault Tolerance's, one instance for all threads.
 */
@State(Scope.Benchmark)
public class SmallRyePolicies {

	final Guard countWindow = Guard.create()
		.withCircuitBreaker()
		.requestVolumeThreshold(100)
		.failureRatio(0.5)
		.delay(5, ChronoUnit.MINUTES)
		.done()
		.build();

	final Guard bulkhead = Guard.create().withBulkhead().limit(25).done().build();

	final Guard retry = Guard.create().withRetry().maxRetries(2).delay(100, ChronoUnit.MILLIS).done().build();

	final Guard three = Guard.create()
		.withRetry()
		.maxRetries(2)
		.delay(100, ChronoUnit.MILLIS)
		.done()
		.withCircuitBreaker()
		.requestVolumeThreshold(100)
		.failureRatio(0.5)
		.delay(5, ChronoUnit.MINUTES)
		.done()
		.withBulkhead()
		.limit(25)
		.done()
		.build();

	@TearDown
	public void stopThreads() throws InterruptedException {
		StandaloneFaultTolerance.shutdown();
	}

}
