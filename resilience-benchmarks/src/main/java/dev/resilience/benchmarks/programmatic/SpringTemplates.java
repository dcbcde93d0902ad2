package dev.resilience.benchmarks.programmatic;

import java.time.Duration;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * The retry of Spring Framework and of spring-retry, one instance for all threads.
 */
@State(Scope.Benchmark)
public class SpringTemplates {

	final RetryTemplate spring = new RetryTemplate(
			RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(100)).build());

	final org.springframework.retry.support.RetryTemplate springRetry = org.springframework.retry.support.RetryTemplate
		.builder()
		.maxAttempts(3)
		.fixedBackoff(100)
		.build();

}
