package dev.resilience.spring.autoconfigure;

import dev.resilience.PolicyContext;
import dev.resilience.Resilience;
import dev.resilience.spring.metrics.LatencyTimers;
import dev.resilience.spring.metrics.ResilienceMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Meters, where there is a registry. The auto-configurations that make registries moved
 * in Spring Boot 4, so both names stand here.
 */
@AutoConfiguration(after = ResilienceAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ Resilience.class, MeterRegistry.class })
public class ResilienceMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResilienceMetrics resilienceMetrics(MeterRegistry registry, Resilience resilience) {
		return new ResilienceMetrics(registry, resilience);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "resilience.metrics.latency.enabled", matchIfMissing = true)
	LatencyTimers resilienceLatencyTimers(MeterRegistry registry, PolicyContext context) {
		return new LatencyTimers(registry, context.ticker());
	}

	@Bean
	static LazyInitializationExcludeFilter resilienceMetricsLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(ResilienceMetrics.class);
	}

}
