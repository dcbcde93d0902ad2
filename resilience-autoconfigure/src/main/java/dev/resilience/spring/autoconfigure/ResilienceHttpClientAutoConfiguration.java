package dev.resilience.spring.autoconfigure;

import dev.resilience.PolicyContext;
import dev.resilience.Resilience;
import dev.resilience.spring.web.IdempotencyKeyFilter;
import dev.resilience.spring.web.IdempotencyKeyInterceptor;
import dev.resilience.spring.web.RestClientRetryAfterExtractor;
import dev.resilience.spring.web.RetryAfterHeaders;
import dev.resilience.spring.web.WebClientRetryAfterExtractor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What HTTP clients tell of their servers, and what they send to them. The clients that
 * Spring Boot builds get it by the customizers in {@code boot3} and {@code boot4}.
 */
@AutoConfiguration(after = ResilienceAutoConfiguration.class)
@ConditionalOnBean(Resilience.class)
public class ResilienceHttpClientAutoConfiguration {

	/**
	 * For {@code RestClient} and {@code RestTemplate}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.web.client.RestClientResponseException")
	static class RestClientConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RestClientRetryAfterExtractor resilienceRestClientRetryAfterExtractor(PolicyContext context) {
			return new RestClientRetryAfterExtractor(new RetryAfterHeaders(context.clock()));
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotencyKeyInterceptor resilienceIdempotencyKeyInterceptor() {
			return new IdempotencyKeyInterceptor();
		}

	}

	/**
	 * For {@code WebClient}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.web.reactive.function.client.WebClientResponseException")
	static class WebClientConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WebClientRetryAfterExtractor resilienceWebClientRetryAfterExtractor(PolicyContext context) {
			return new WebClientRetryAfterExtractor(new RetryAfterHeaders(context.clock()));
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotencyKeyFilter resilienceIdempotencyKeyFilter() {
			return new IdempotencyKeyFilter();
		}

	}

}
