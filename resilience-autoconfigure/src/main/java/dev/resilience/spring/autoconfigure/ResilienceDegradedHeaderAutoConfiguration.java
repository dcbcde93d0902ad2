package dev.resilience.spring.autoconfigure;

import dev.resilience.Resilience;
import dev.resilience.spring.web.DegradedHeaderFilter;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/**
 * The response header that tells of degraded answers, in servlet applications.
 */
@AutoConfiguration(after = ResilienceAutoConfiguration.class)
@ConditionalOnClass(Filter.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(Resilience.class)
@ConditionalOnProperty(name = "resilience.web.degraded-header.enabled", matchIfMissing = true)
public class ResilienceDegradedHeaderAutoConfiguration {

	/** A plain filter, which both lines of Spring Boot register by themselves. */
	@Bean
	@ConditionalOnMissingBean
	DegradedHeaderFilter resilienceDegradedHeaderFilter(BoundProperties properties) {
		return new DegradedHeaderFilter(properties.properties().getWeb().getDegradedHeader().getName());
	}

}
