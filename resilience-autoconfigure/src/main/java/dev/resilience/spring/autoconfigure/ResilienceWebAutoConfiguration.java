package dev.resilience.spring.autoconfigure;

import dev.resilience.Resilience;
import dev.resilience.spring.web.RejectionAdvice;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Problem details for rejections, in MVC and WebFlux applications alike.
 */
@AutoConfiguration(after = ResilienceAutoConfiguration.class)
@ConditionalOnClass(RestControllerAdvice.class)
@ConditionalOnWebApplication
@ConditionalOnBean(Resilience.class)
@ConditionalOnProperty(name = "resilience.web.problem-details.enabled", matchIfMissing = true)
public class ResilienceWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RejectionAdvice resilienceRejectionAdvice() {
		return new RejectionAdvice();
	}

}
