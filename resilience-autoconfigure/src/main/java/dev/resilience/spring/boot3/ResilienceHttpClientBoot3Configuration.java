package dev.resilience.spring.boot3;

import dev.resilience.Resilience;
import dev.resilience.spring.autoconfigure.ResilienceHttpClientAutoConfiguration;
import dev.resilience.spring.web.IdempotencyKeyFilter;
import dev.resilience.spring.web.IdempotencyKeyInterceptor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.client.RestClientCustomizer;
import org.springframework.boot.web.client.RestTemplateCustomizer;
import org.springframework.boot.web.reactive.function.client.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Idempotency keys for the HTTP clients that Spring Boot 3 builds.
 */
@AutoConfiguration(after = ResilienceHttpClientAutoConfiguration.class)
@ConditionalOnBean(Resilience.class)
public class ResilienceHttpClientBoot3Configuration {

	/**
	 * For {@code RestClient} and {@code RestTemplate}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.web.client.RestClientCustomizer")
	@ConditionalOnBean(IdempotencyKeyInterceptor.class)
	static class RestClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "resilienceRestClientCustomizer")
		RestClientCustomizer resilienceRestClientCustomizer(IdempotencyKeyInterceptor interceptor) {
			return (builder) -> builder.requestInterceptor(interceptor);
		}

		@Bean
		@ConditionalOnMissingBean(name = "resilienceRestTemplateCustomizer")
		RestTemplateCustomizer resilienceRestTemplateCustomizer(IdempotencyKeyInterceptor interceptor) {
			return (template) -> template.getInterceptors().add(interceptor);
		}

	}

	/**
	 * For {@code WebClient}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.web.reactive.function.client.WebClientCustomizer")
	@ConditionalOnBean(IdempotencyKeyFilter.class)
	static class WebClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "resilienceWebClientCustomizer")
		WebClientCustomizer resilienceWebClientCustomizer(IdempotencyKeyFilter filter) {
			return (builder) -> builder.filter(filter);
		}

	}

}
