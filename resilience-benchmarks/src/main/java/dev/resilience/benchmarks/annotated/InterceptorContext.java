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
 * A context with an empty interceptor.
 */
@State(Scope.Benchmark)
public class InterceptorContext {

	PlainService service;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() {
		this.context = Application.start(Library.INTERCEPTOR, Settings.of(Library.INTERCEPTOR), PlainService.class);
		this.service = this.context.getBean(PlainService.class);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

}
