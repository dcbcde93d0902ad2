package dev.resilience.benchmarks.programmatic;

import java.time.Duration;

import dev.resilience.Layer;
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

	final Pipeline countWindow = breaker(CircuitBreakerConfig.builder());

	final Pipeline timeWindow = breaker(CircuitBreakerConfig.builder()
		.slidingWindowType(SlidingWindowType.TIME_BASED)
		.slidingWindowDuration(Duration.ofSeconds(10)));

	final Pipeline slowCalls = breaker(CircuitBreakerConfig.builder().slowCallDurationThreshold(Duration.ofSeconds(1)));

	final Pipeline bulkhead = pipeline(new BulkheadPolicy("payment",
			BulkheadConfig.builder().maxConcurrentCalls(25).maxWaitDuration(Duration.ZERO).build(),
			PolicyContext.system()));

	final Pipeline retry = pipeline(new RetryPolicy("payment",
			RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ofMillis(100)).build(), PolicyContext.system()));

	private static Pipeline breaker(CircuitBreakerConfig.Builder config) {
		return pipeline(new CircuitBreakerPolicy("payment",
				config.slidingWindowSize(100)
					.minimumNumberOfCalls(10)
					.failureRateThreshold(50)
					.waitDurationInOpenState(Duration.ofMinutes(5))
					.build(),
				PolicyContext.system()));
	}

	private static Pipeline pipeline(Layer layer) {
		return Pipeline.of(layer);
	}

}
