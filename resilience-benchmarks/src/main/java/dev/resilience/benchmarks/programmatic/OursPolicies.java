package dev.resilience.benchmarks.programmatic;

import java.time.Duration;

import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.circuitbreaker.SlidingWindowType;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Ours, one instance for all threads.
 */
@State(Scope.Benchmark)
public class OursPolicies {

	final Pipeline countWindow = Pipeline.of(breaker(CircuitBreakerConfig.builder()));

	final Pipeline timeWindow = Pipeline.of(breaker(CircuitBreakerConfig.builder()
		.slidingWindowType(SlidingWindowType.TIME_BASED)
		.slidingWindowDuration(Duration.ofSeconds(10))));

	final Pipeline slowCalls = Pipeline
		.of(breaker(CircuitBreakerConfig.builder().slowCallDurationThreshold(Duration.ofSeconds(1))));

	final Pipeline bulkhead = Pipeline.of(bulkhead());

	final Pipeline retry = Pipeline.of(retry());

	final Pipeline three = Pipeline.of(retry(), breaker(CircuitBreakerConfig.builder()), bulkhead());

	private static CircuitBreakerPolicy breaker(CircuitBreakerConfig.Builder config) {
		return new CircuitBreakerPolicy("payment",
				config.slidingWindowSize(100)
					.minimumNumberOfCalls(10)
					.failureRateThreshold(50)
					.waitDurationInOpenState(Duration.ofMinutes(5))
					.build(),
				PolicyContext.system());
	}

	private static BulkheadPolicy bulkhead() {
		return new BulkheadPolicy("payment",
				BulkheadConfig.builder().maxConcurrentCalls(25).maxWaitDuration(Duration.ZERO).build(),
				PolicyContext.system());
	}

	private static RetryPolicy retry() {
		return new RetryPolicy("payment",
				RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ofMillis(100)).build(),
				PolicyContext.system());
	}

}
