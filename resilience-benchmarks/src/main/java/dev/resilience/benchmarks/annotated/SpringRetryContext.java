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
 * A context with spring-retry.
 */
@State(Scope.Benchmark)
public class SpringRetryContext {

	SpringRetryService service;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() {
		this.context = Application.start(Library.SPRING_RETRY, Settings.of(Library.SPRING_RETRY),
				SpringRetryService.class);
		this.service = this.context.getBean(SpringRetryService.class);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

}
