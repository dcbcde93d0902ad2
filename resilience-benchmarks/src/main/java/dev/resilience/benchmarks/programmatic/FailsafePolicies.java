package dev.resilience.benchmarks.programmatic;

import java.time.Duration;

import dev.failsafe.Bulkhead;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Failsafe's, one instance for all threads.
 */
@State(Scope.Benchmark)
public class FailsafePolicies {

	final FailsafeExecutor<Object> countWindow = Failsafe
		.with(CircuitBreaker.builder().withFailureThreshold(50, 100).withDelay(Duration.ofMinutes(5)).build());

	final FailsafeExecutor<Object> timeWindow = Failsafe.with(CircuitBreaker.builder()
		.withFailureRateThreshold(50, 10, Duration.ofSeconds(10))
		.withDelay(Duration.ofMinutes(5))
		.build());

	final FailsafeExecutor<Object> bulkhead = Failsafe.with(Bulkhead.builder(25).build());

	final FailsafeExecutor<Object> retry = Failsafe
		.with(RetryPolicy.builder().withMaxAttempts(3).withDelay(Duration.ofMillis(100)).build());

	final FailsafeExecutor<Object> three = Failsafe
		.with(RetryPolicy.builder().withMaxAttempts(3).withDelay(Duration.ofMillis(100)).build())
		.compose(CircuitBreaker.builder().withFailureThreshold(50, 100).withDelay(Duration.ofMinutes(5)).build())
		.compose(Bulkhead.builder(25).build());

}
