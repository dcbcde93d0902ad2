package dev.resilience.spring.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceMetricsAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names, tags and values of the meters.
 */
class ResilienceMetricsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ManualTicker.class)
		.withBean(Client.class)
		.withPropertyValues("resilience.defaults.retry.wait-duration=0",
				"resilience.instances.payment.circuit-breaker.sliding-window-size=4",
				"resilience.instances.payment.circuit-breaker.slow-call-duration-threshold=1s",
				"resilience.instances.payment.circuit-breaker.ignore-exceptions=java.lang.IllegalArgumentException",
				"resilience.instances.payment.bulkhead.max-concurrent-calls=7");

	@Test
	void metersAreThereBeforeTheFirstCall() {
		this.runner.run((context) -> assertThat(values(context.getBean(MeterRegistry.class))).containsExactlyEntriesOf(
				new TreeMap<>(Map.ofEntries(Map.entry("resilience.bulkhead.calls{kind=permitted}", 0.0),
						Map.entry("resilience.bulkhead.calls{kind=rejected}", 0.0),
						Map.entry("resilience.bulkhead.concurrent.calls{}", 0.0),
						Map.entry("resilience.bulkhead.max.allowed.concurrent.calls{}", 7.0),
						Map.entry("resilience.bulkhead.waiting.calls{}", 0.0),
						Map.entry("resilience.calls{outcome=failure}", 0.0),
						Map.entry("resilience.calls{outcome=fallback}", 0.0),
						Map.entry("resilience.calls{outcome=rejected}", 0.0),
						Map.entry("resilience.calls{outcome=success}", 0.0),
						Map.entry("resilience.circuitbreaker.buffered.calls{}", 0.0),
						Map.entry("resilience.circuitbreaker.calls{kind=failed}", 0.0),
						Map.entry("resilience.circuitbreaker.calls{kind=ignored}", 0.0),
						Map.entry("resilience.circuitbreaker.calls{kind=not_permitted}", 0.0),
						Map.entry("resilience.circuitbreaker.calls{kind=successful}", 0.0),
						Map.entry("resilience.circuitbreaker.failure.rate{}", Double.NaN),
						Map.entry("resilience.circuitbreaker.slow.call.rate{}", Double.NaN),
						Map.entry("resilience.circuitbreaker.slow.calls{}", 0.0),
						Map.entry("resilience.circuitbreaker.state{state=closed}", 1.0),
						Map.entry("resilience.circuitbreaker.state{state=disabled}", 0.0),
						Map.entry("resilience.circuitbreaker.state{state=forced_open}", 0.0),
						Map.entry("resilience.circuitbreaker.state{state=half_open}", 0.0),
						Map.entry("resilience.circuitbreaker.state{state=metrics_only}", 0.0),
						Map.entry("resilience.circuitbreaker.state{state=open}", 0.0),
						Map.entry("resilience.fallback.calls{kind=failed,rung=first}", 0.0),
						Map.entry("resilience.fallback.calls{kind=failed,rung=second}", 0.0),
						Map.entry("resilience.fallback.calls{kind=successful,rung=first}", 0.0),
						Map.entry("resilience.fallback.calls{kind=successful,rung=second}", 0.0),
						Map.entry("resilience.retry.attempts{}", 0.0), Map.entry("resilience.retry.nested{}", 0.0),
						Map.entry("resilience.retry.budget.balance{}", 100.0),
						Map.entry("resilience.retry.budget.exhausted{}", 0.0),
						Map.entry("resilience.retry.calls{kind=failed_with_retry}", 0.0),
						Map.entry("resilience.retry.calls{kind=failed_without_retry}", 0.0),
						Map.entry("resilience.retry.calls{kind=successful_with_retry}", 0.0),
						Map.entry("resilience.retry.calls{kind=successful_without_retry}", 0.0)))));
	}

	@Test
	void metersCountWhatCallersSaw() {
		this.runner.run((context) -> {
			Client client = context.getBean(Client.class);
			client.call("ok", null);
			client.call("ignored", new IllegalArgumentException());
			client.call("slow", null);
			client.call("opens", new IOException());
			client.call("rejected", null);

			assertThat(values(context.getBean(MeterRegistry.class)))
				.containsEntry("resilience.circuitbreaker.calls{kind=successful}", 2.0)
				.containsEntry("resilience.circuitbreaker.calls{kind=ignored}", 3.0)
				.containsEntry("resilience.circuitbreaker.calls{kind=failed}", 2.0)
				.containsEntry("resilience.circuitbreaker.calls{kind=not_permitted}", 2.0)
				.containsEntry("resilience.circuitbreaker.slow.calls{}", 1.0)
				.containsEntry("resilience.circuitbreaker.buffered.calls{}", 4.0)
				.containsEntry("resilience.circuitbreaker.failure.rate{}", 50.0)
				.containsEntry("resilience.circuitbreaker.slow.call.rate{}", 25.0)
				.containsEntry("resilience.circuitbreaker.state{state=open}", 1.0)
				.containsEntry("resilience.circuitbreaker.state{state=closed}", 0.0)
				.containsEntry("resilience.circuitbreaker.transitions{from=closed,to=open}", 1.0)
				.containsEntry("resilience.bulkhead.calls{kind=permitted}", 7.0)
				.containsEntry("resilience.retry.calls{kind=successful_without_retry}", 2.0)
				.containsEntry("resilience.retry.calls{kind=failed_with_retry}", 2.0)
				.containsEntry("resilience.retry.calls{kind=failed_without_retry}", 1.0)
				.containsEntry("resilience.retry.attempts{}", 4.0)
				.containsEntry("resilience.fallback.calls{kind=failed,rung=first}", 3.0)
				.containsEntry("resilience.fallback.calls{kind=successful,rung=second}", 3.0);
		});
	}

	@Test
	void countersWhenResetGoOn() {
		this.runner.run((context) -> {
			context.getBean(Client.class).call("ok", null);

			context.getBean(Resilience.class).instances().forEach(ResilienceInstance::reset);

			assertThat(values(context.getBean(MeterRegistry.class)))
				.containsEntry("resilience.circuitbreaker.calls{kind=successful}", 1.0)
				.containsEntry("resilience.circuitbreaker.buffered.calls{}", 0.0);
		});
	}

	@Test
	void transitionsAreCountedByTheirEnds() {
		this.runner.run((context) -> {
			var circuit = context.getBean(Resilience.class).find("payment").orElseThrow().circuit().orElseThrow();
			circuit.transitionTo(CircuitState.FORCED_OPEN);
			circuit.transitionTo(CircuitState.FORCED_OPEN);
			circuit.transitionTo(CircuitState.HALF_OPEN);
			context.getBean(ManualTicker.class).advance(Duration.ofMinutes(1));
			circuit.state();

			assertThat(values(context.getBean(MeterRegistry.class)))
				.containsEntry("resilience.circuitbreaker.transitions{from=closed,to=forced_open}", 1.0)
				.containsEntry("resilience.circuitbreaker.transitions{from=forced_open,to=half_open}", 1.0)
				.containsEntry("resilience.circuitbreaker.transitions{from=half_open,to=open}", 1.0);
		});
	}

	@Test
	void metersOfOneNameHaveTheSameTagsAsPrometheusWants() {
		this.runner.withBean(Other.class).run((context) -> {
			context.getBean(Resilience.class)
				.find("payment")
				.orElseThrow()
				.circuit()
				.orElseThrow()
				.transitionTo(CircuitState.OPEN);

			Map<String, Set<List<String>>> keys = context.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.collect(Collectors.groupingBy(
						(meter) -> NamingConvention.snakeCase.name(meter.getId().getName(), meter.getId().getType()),
						Collectors.mapping(
								(meter) -> meter.getId().getTags().stream().map(Tag::getKey).sorted().toList(),
								Collectors.toSet())));
			assertThat(keys).isNotEmpty().allSatisfy((name, tags) -> {
				assertThat(tags).hasSize(1);
				assertThat(tags.iterator().next()).contains("name");
			});
		});
	}

	@Test
	void metersWhenInstanceIsUsedFirstByACallAppear() {
		this.runner.withBean("late", Late.class, Late::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				context.getBean(Late.class).call();

				assertThat(context.getBean(MeterRegistry.class)
					.get("resilience.bulkhead.calls")
					.tags("name", "late", "kind", "permitted")
					.functionCounter()
					.count()).isEqualTo(1);
			});
	}

	@Test
	void metersWhenRegistryIsBootsOwnAreThere() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
					ResilienceMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withBean(Client.class)
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).find("resilience.circuitbreaker.calls").functionCounters())
				.hasSize(4));
	}

	@Test
	void contextWhenThereIsNoRegistryStarts() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResilienceMetrics.class));
	}

	@Test
	void contextWhenMicrometerIsMissingStarts() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resilienceMetrics"));
	}

	/** The meters of instance payment. */
	private static Map<String, Double> values(MeterRegistry registry) {
		Map<String, Double> values = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			assertThat(meter.getId().getDescription()).isNotBlank();
			if ("payment".equals(meter.getId().getTag("name"))) {
				String tags = meter.getId()
					.getTags()
					.stream()
					.filter((tag) -> !tag.getKey().equals("name"))
					.sorted(Comparator.naturalOrder())
					.map((tag) -> tag.getKey() + "=" + tag.getValue())
					.collect(Collectors.joining(",", "{", "}"));
				values.put(meter.getId().getName() + tags, meter.measure().iterator().next().getValue());
			}
		}
		return values;
	}

	static class Client {

		private final @Nullable ManualTicker ticker;

		Client(ObjectProvider<ManualTicker> ticker) {
			this.ticker = ticker.getIfAvailable();
		}

		@CircuitBreaker("payment")
		@Bulkhead("payment")
		@Retry("payment")
		@Fallback({ "first", "second" })
		public String call(String what, @Nullable Exception failure) {
			if (what.equals("slow") && this.ticker != null) {
				this.ticker.advance(Duration.ofSeconds(2));
			}
			if (failure != null) {
				throw sneaky(failure);
			}
			return what;
		}

		private String first() {
			throw new IllegalStateException();
		}

		private String second() {
			return "second";
		}

		@SuppressWarnings("unchecked") // the usual trick
		private static <T extends Exception> RuntimeException sneaky(Exception failure) throws T {
			throw (T) failure;
		}

	}

	static class Other {

		@CircuitBreaker("other")
		@Bulkhead("other")
		@Retry("other")
		@Fallback("fallback")
		public void call() {
		}

		private void fallback() {
		}

	}

	static class Late {

		@Bulkhead("late")
		public void call() {
		}

	}

}
