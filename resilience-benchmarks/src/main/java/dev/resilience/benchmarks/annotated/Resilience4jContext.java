package dev.resilience.benchmarks.annotated;

import dev.resilience.benchmarks.Application;
import dev.resilience.benchmarks.Library;
import dev.resilience.benchmarks.Settings;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A context with Resilience4j; the circuit breaker {@code open} is open.
 */
@State(Scope.Benchmark)
public class Resilience4jContext {

	Resilience4jService service;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() {
		this.context = Application.start(Library.RESILIENCE4J, Settings.of(Library.RESILIENCE4J),
				Resilience4jService.class);
		this.service = this.context.getBean(Resilience4jService.class);
		this.context.getBean(CircuitBreakerRegistry.class).circuitBreaker("open").transitionToOpenState();
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

}
