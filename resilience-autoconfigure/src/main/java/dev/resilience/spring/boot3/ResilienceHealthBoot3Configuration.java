package dev.resilience.spring.boot3;

import dev.resilience.Resilience;
import dev.resilience.spring.actuate.CircuitHealth;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;

import org.springframework.context.annotation.Bean;

/**
 * The health contributor {@code resilience} on Spring Boot 3.
 */
@AutoConfiguration(after = ResilienceAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnBean(Resilience.class)
@ConditionalOnEnabledHealthIndicator("resilience")
public class ResilienceHealthBoot3Configuration {

	@Bean
	@ConditionalOnMissingBean(name = "resilienceHealthIndicator")
	HealthIndicator resilienceHealthIndicator(Resilience resilience) {
		return () -> {
			CircuitHealth health = CircuitHealth.of(resilience);
			return (health.down() ? Health.down() : Health.up()).withDetails(health.details()).build();
		};
	}

}
