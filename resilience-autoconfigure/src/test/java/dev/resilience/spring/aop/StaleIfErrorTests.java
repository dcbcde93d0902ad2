package dev.resilience.spring.aop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;

import dev.resilience.CircuitState;
import dev.resilience.Degradation;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceMetricsAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.RecordingListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods with {@link StaleIfError}, as their callers meet them.
 */
class StaleIfErrorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ManualTicker.class)
		.withBean(Service.class)
		.withBean("catalog", Catalog.class)
		.withBean("resilientCatalog", ResilientCatalog.class)
		.withPropertyValues("resilience.instances.configured.stale-if-error.maximum-size=7");

	@Test
	void callWhenTheServiceIsDownIsAnsweredByLastGoodThenByTheRungs() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(catalog.page("tea")).isEqualTo("page of tea");
			context.getBean(Service.class).down = true;

			try (Degradation.Scope scope = Degradation.observe()) {
				assertThat(catalog.page("tea")).isEqualTo("page of tea");
				assertThat(catalog.page("coffee")).isEqualTo("generic");

				assertThat(scope.degradations()).extracting(Degradation::rung)
					.containsExactly("stale-if-error", "generic");
			}
		});
	}

	@Test
	void callWhenTheCircuitIsOpenIsAnsweredWithTheLastGoodResult() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			catalog.page("tea");
			instance(context, "catalog").circuit().orElseThrow().transitionTo(CircuitState.FORCED_OPEN);

			assertThat(catalog.page("tea")).isEqualTo("page of tea");
		});
	}

	@Test
	void callsWhenAnsweredStaleAreSeenInSnapshotMetersTimerAndEvents() {
		RecordingListener events = new RecordingListener();
		this.runner.withBean("events", PolicyListener.class, () -> events).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			catalog.page("tea");
			catalog.page("tea");
			context.getBean(Service.class).down = true;
			catalog.page("tea");

			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("resilience.staleiferror.answers").tag("name", "catalog").functionCounter().count())
				.isEqualTo(1);
			assertThat(registry.get("resilience.staleiferror.entries").tag("name", "catalog").gauge().value())
				.isEqualTo(1);
			assertThat(registry.get("resilience.calls").tags("name", "catalog", "outcome", "fallback").timer().count())
				.isEqualTo(1);
			assertThat(events.events()).contains("catalog: stale answer");
			assertThat(instance(context, "catalog").policies().get(1).snapshot().attributes())
				.isEqualTo(Map.of("entries", 1L, "staleAnswers", 1L));
		});
	}

	@Test
	void methodsWhenTheyShareAnInstanceAndArgumentsDoNotMix() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			catalog.page("tea");
			context.getBean(Service.class).down = true;

			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> catalog.price("tea"));
		});
	}

	@Test
	void beansWhenTheyAreOfOneClassDoNotMix() {
		this.runner.withBean("other", Catalog.class).run((context) -> {
			context.getBean("catalog", Catalog.class).price("tea");
			context.getBean(Service.class).down = true;

			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> context.getBean("other", Catalog.class).price("tea"));
			assertThat(context.getBean("catalog", Catalog.class).price("tea")).isEqualTo("price of tea");
		});
	}

	@Test
	void keyWhenItNamesAParameterLooksAtNothingElse() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);

			assertSameKey(context, () -> catalog.byName("tea", 1), () -> catalog.byName("tea", 2));
			assertSameKey(context, () -> catalog.byPlace("tea", 1), () -> catalog.byPlace("tea", 2));
			assertSameKey(context, () -> catalog.byRoot("tea", 1), () -> catalog.byRoot("tea", 2));
			assertSameKey(context, () -> catalog.byProperty(new Order("tea", 1)),
					() -> catalog.byProperty(new Order("tea", 2)));
			assertOtherKey(context, () -> catalog.byName("tea", 1), () -> catalog.byName("coffee", 1));
			assertOtherKey(context, () -> catalog.byPlace("tea", 1), () -> catalog.byPlace("coffee", 1));
			assertOtherKey(context, () -> catalog.byRoot("tea", 1), () -> catalog.byRoot("coffee", 1));
			assertOtherKey(context, () -> catalog.byProperty(new Order("tea", 1)),
					() -> catalog.byProperty(new Order("coffee", 1)));
		});
	}

	@Test
	void keyWhenItIsNullOrThrowsDoesNotDisturbAHealthyCall() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);

			assertThat(catalog.byName(null, 1)).isEqualTo("byName of null");
			assertThat(catalog.byProperty(null)).isEqualTo("byProperty of null");
			context.getBean(Service.class).down = true;
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> catalog.byName(null, 1));
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> catalog.byProperty(null));
		});
	}

	@Test
	void failureWhenItIsExceptedReachesTheCaller() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			catalog.known("tea");
			context.getBean(Service.class).down = true;
			assertThat(catalog.known("tea")).isEqualTo("known of tea");
			context.getBean(Service.class).gone = true;

			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> catalog.known("tea"));
		});
	}

	@Test
	void resilientWhenStaleIfErrorIsConfiguredAppliesItByAllArguments() {
		this.runner.run((context) -> {
			ResilientCatalog catalog = context.getBean(ResilientCatalog.class);
			catalog.page("tea");
			context.getBean(Service.class).down = true;

			assertThat(catalog.page("tea")).isEqualTo("resilient of tea");
			ResilienceInstance instance = instance(context, "configured");
			assertThat(instance.settings(PolicyType.STALE_IF_ERROR)).hasToString(
					"{max-age=Setting[value=PT1H, origin=default], maximum-size=Setting[value=7, origin=\"resilience."
							+ "instances.configured.stale-if-error.maximum-size\" from property source \"test\"]}");
		});
	}

	@Test
	void resetWhenDoneForgetsWhatIsRemembered() {
		this.runner.run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			catalog.price("tea");
			context.getBean(Service.class).down = true;

			instance(context, "catalog").reset();

			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> catalog.price("tea"));
		});
	}

	private static ResilienceInstance instance(ApplicationContext context, String name) {
		return context.getBean(Resilience.class).find(name).orElseThrow();
	}

	private static void assertSameKey(ApplicationContext context, Supplier<String> healthy, Supplier<String> failing) {
		Service service = context.getBean(Service.class);
		service.down = false;
		String answer = healthy.get();
		service.down = true;
		assertThat(failing.get()).isEqualTo(answer);
	}

	private static void assertOtherKey(ApplicationContext context, Supplier<String> healthy, ThrowingCallable failing) {
		Service service = context.getBean(Service.class);
		service.down = false;
		healthy.get();
		service.down = true;
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(failing);
	}

	static class Service {

		private boolean down;

		private boolean gone;

		String ask(String what) {
			if (this.gone) {
				throw new IllegalArgumentException("gone");
			}
			if (this.down) {
				throw new UncheckedIOException(new IOException("down"));
			}
			return what;
		}

	}

	record Order(String product, int quantity) {

	}

	static class Catalog {

		private final Service service;

		Catalog(Service service) {
			this.service = service;
		}

		@Fallback("generic")
		@StaleIfError("catalog")
		@CircuitBreaker("catalog")
		public String page(String product) {
			return this.service.ask("page of " + product);
		}

		private String generic() {
			return "generic";
		}

		@StaleIfError("catalog")
		public String price(String product) {
			return this.service.ask("price of " + product);
		}

		@StaleIfError(value = "catalog", key = "#product")
		public String byName(@Nullable String product, int page) {
			return this.service.ask("byName of " + product);
		}

		@StaleIfError(value = "catalog", key = "#p0 + #a0.length()")
		public String byPlace(String product, int page) {
			return this.service.ask("byPlace of " + product);
		}

		@StaleIfError(value = "catalog", key = "{#root.args[0], 'x'}")
		public String byRoot(String product, int page) {
			return this.service.ask("byRoot of " + product);
		}

		@StaleIfError(value = "catalog", key = "#order.product")
		public String byProperty(@Nullable Order order) {
			return this.service.ask("byProperty of " + ((order != null) ? order.product() : null));
		}

		@StaleIfError(value = "catalog", except = IllegalArgumentException.class)
		public String known(String product) {
			return this.service.ask("known of " + product);
		}

	}

	static class ResilientCatalog {

		private final Service service;

		ResilientCatalog(Service service) {
			this.service = service;
		}

		@Resilient("configured")
		public String page(String product) {
			return this.service.ask("resilient of " + product);
		}

	}

}
