package dev.resilience.spring.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;

import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registry holds what it counts weakly: meters must go on after a garbage collection.
 */
class LastingMetersTests {

	@Test
	void countersWhenGarbageWasCollectedGoOn() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(Client.class)
			.run((context) -> {
				context.getBean(Client.class).call();
				collectGarbage();

				context.getBean(Client.class).call();

				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("resilience.circuitbreaker.calls")
					.tag("kind", "successful")
					.functionCounter()
					.count()).isEqualTo(2);
				assertThat(registry.get("resilience.retry.calls")
					.tag("kind", "successful_without_retry")
					.functionCounter()
					.count()).isEqualTo(2);
			});
	}

	private static void collectGarbage() {
		WeakReference<Object> garbage = new WeakReference<>(new Object());
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			System.gc();
			return garbage.get() == null;
		});
	}

	static class Client {

		@CircuitBreaker("client")
		@Retry("client")
		public void call() {
		}

	}

}
