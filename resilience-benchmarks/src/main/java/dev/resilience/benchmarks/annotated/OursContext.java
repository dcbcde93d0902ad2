package dev.resilience.benchmarks.annotated;

import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.benchmarks.Application;
import dev.resilience.benchmarks.Library;
import dev.resilience.benchmarks.Settings;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A context with ours; the circuit breaker {@code open} is open.
 */
@State(Scope.Benchmark)
public class OursContext {

	OursService service;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() {
		this.context = Application.start(Library.OURS, Settings.of(Library.OURS), OursService.class);
		this.service = this.context.getBean(OursService.class);
		this.context.getBean(Resilience.class)
			.find("open")
			.orElseThrow()
			.circuit()
			.orElseThrow()
			.transitionTo(CircuitState.OPEN);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

}
