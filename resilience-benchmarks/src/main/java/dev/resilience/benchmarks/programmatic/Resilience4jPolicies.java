package dev.resilience.benchmarks.programmatic;

import java.time.Duration;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Resilience4j's, one instance for all threads. Its breaker always measures how long
 * calls take.
 */
@State(Scope.Benchmark)
public class Resilience4jPolicies {

	final CircuitBreaker countWindow = breaker(SlidingWindowType.COUNT_BASED, 100,
			SlidingWindowSynchronizationStrategy.SYNCHRONIZED);

	final CircuitBreaker countWindowLockFree = breaker(SlidingWindowType.COUNT_BASED, 100,
			SlidingWindowSynchronizationStrategy.LOCK_FREE);

	final CircuitBreaker timeWindow = breaker(SlidingWindowType.TIME_BASED, 10,
			SlidingWindowSynchronizationStrategy.SYNCHRONIZED);

	final CircuitBreaker timeWindowLockFree = breaker(SlidingWindowType.TIME_BASED, 10,
			SlidingWindowSynchronizationStrategy.LOCK_FREE);

	final Bulkhead bulkhead = Bulkhead.of("payment",
			BulkheadConfig.custom().maxConcurrentCalls(25).maxWaitDuration(Duration.ZERO).build());

	final Retry retry = Retry.of("payment",
			RetryConfig.custom().maxAttempts(3).waitDuration(Duration.ofMillis(100)).build());

	private static CircuitBreaker breaker(SlidingWindowType type, int size,
			SlidingWindowSynchronizationStrategy strategy) {
		return CircuitBreaker.of("payment",
				CircuitBreakerConfig.custom()
					.slidingWindow(size, 10, type, strategy)
					.failureRateThreshold(50)
					.slowCallDurationThreshold(Duration.ofSeconds(1))
					.waitDurationInOpenState(Duration.ofMinutes(5))
					.build());
	}

}
