package dev.resilience.benchmarks.annotated;

import dev.resilience.benchmarks.Application;
import dev.resilience.benchmarks.Library;
import dev.resilience.benchmarks.Settings;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A context with ours, its latency timer switched on.
 */
@State(Scope.Benchmark)
public class LatencyTimerContext {

	OursService service;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() {
		this.context = Application.start(Library.OURS, Settings.oursWithLatencyTimer(), OursService.class);
		this.service = this.context.getBean(OursService.class);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

}
