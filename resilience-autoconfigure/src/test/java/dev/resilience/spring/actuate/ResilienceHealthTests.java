package dev.resilience.spring.actuate;

import java.util.Map;

import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.boot3.ResilienceHealthBoot3Configuration;
import dev.resilience.spring.boot4.ResilienceHealthBoot4Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health contributor.
 */
class ResilienceHealthTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
				ResilienceHealthBoot3Configuration.class, ResilienceHealthBoot4Configuration.class))
		.withBean(Client.class);

	@Test
	void healthShowsEachBreaker() {
		this.runner.withPropertyValues("resilience.instances.unused.circuit-breaker.sliding-window-size=5")
			.run((context) -> {
				Health health = context.getBean("resilienceHealthIndicator", HealthIndicator.class).health();

				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails())
					.isEqualTo(Map.of("critical", Map.of("state", "CLOSED"), "optional", Map.of("state", "CLOSED")));
			});
	}

	@ParameterizedTest
	@CsvSource({ "CLOSED,UP", "OPEN,DOWN", "FORCED_OPEN,DOWN", "HALF_OPEN,UP", "DISABLED,UP", "METRICS_ONLY,UP" })
	void healthWhenBreakerAffectsItIsDownWhileOpen(CircuitState state, String status) {
		this.runner.withPropertyValues("resilience.instances.critical.circuit-breaker.affects-health=true")
			.run((context) -> {
				transition(context.getBean(Resilience.class), "critical", state);
				Health health = context.getBean(HealthIndicator.class).health();

				assertThat(health.getStatus()).isEqualTo(new Status(status));
				assertThat(health.getDetails()).containsEntry("critical", Map.of("state", state.name()));
			});
	}

	@Test
	void healthWhenBreakerDoesNotAffectItStaysUp() {
		this.runner.withPropertyValues("resilience.instances.critical.circuit-breaker.affects-health=true")
			.run((context) -> {
				transition(context.getBean(Resilience.class), "optional", CircuitState.OPEN);

				assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void healthWhenDefaultsSayAffectsHealthIsDown() {
		this.runner.withPropertyValues("resilience.defaults.circuit-breaker.affects-health=true").run((context) -> {
			transition(context.getBean(Resilience.class), "optional", CircuitState.FORCED_OPEN);

			assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void healthWhenSwitchedOffIsNotThere() {
		this.runner.withPropertyValues("management.health.resilience.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void contextWhenHealthIsMissingStarts() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resilienceHealthIndicator"));
	}

	private static void transition(Resilience resilience, String instance, CircuitState state) {
		resilience.find(instance).orElseThrow().circuit().orElseThrow().transitionTo(state);
	}

	/** Public, since its proxy may come from another class loader. */
	public static class Client {

		@CircuitBreaker("critical")
		public void critical() {
		}

		@CircuitBreaker("optional")
		public void optional() {
		}

		@Retry("other")
		public void other() {
		}

	}

}
