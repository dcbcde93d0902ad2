package dev.resilience.spring.web;

import java.time.Duration;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceWebAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client reads when a call was rejected.
 */
class RejectionAdviceTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceWebAutoConfiguration.class,
						JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
						DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withBean(ManualTicker.class)
		.withBean(Controller.class)
		.withPropertyValues("resilience.instances.full.bulkhead.max-concurrent-calls=0");

	@ParameterizedTest
	@CsvSource({ "0,10", "1,10", "999,10", "1000,9", "8500,2", "9000,1", "9001,1", "9999,1", "10000,1" })
	void rejectionWhenBreakerIsOpenIs503WithRetryAfterInWholeSeconds(long elapsedMillis, String retryAfter) {
		this.runner
			.withPropertyValues(
					"resilience.instances.open.circuit-breaker." + "permitted-number-of-calls-in-half-open-state=1")
			.run((context) -> {
				transition(context, CircuitState.OPEN);
				context.getBean(ManualTicker.class).advance(Duration.ofMillis(elapsedMillis));
				MvcTestResult result = get(context, "/open", MediaType.APPLICATION_JSON);

				if (elapsedMillis >= 10_000) {
					assertThat(result).hasStatusOk();
					return;
				}
				assertThat(result).hasStatus(503)
					.hasHeader("Retry-After", retryAfter)
					.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
				assertThat(result).bodyJson().isStrictlyEqualTo("""
						{"type": "about:blank", "title": "Service Unavailable", "status": 503, "instance": "/open",
						 "detail": "%s"}""".formatted(detail(result)));
				assertThat(detail(result)).startsWith("Circuit breaker 'open' is OPEN (retry after ");
			});
	}

	@Test
	void rejectionWhenForcedOpenHasNoRetryAfter() {
		this.runner.run((context) -> {
			transition(context, CircuitState.FORCED_OPEN);

			assertThat(get(context, "/open", MediaType.APPLICATION_JSON)).hasStatus(503)
				.doesNotContainHeader("Retry-After");
		});
	}

	@Test
	void rejectionWhenBulkheadIsFullIs503WithoutRetryAfter() {
		this.runner.run((context) -> {
			MvcTestResult result = get(context, "/full", MediaType.APPLICATION_JSON);

			assertThat(result).hasStatus(503).doesNotContainHeader("Retry-After");
			assertThat(detail(result)).isEqualTo("Bulkhead 'full' is full (0 concurrent calls)");
		});
	}

	@ParameterizedTest
	@CsvSource({ "0,3", "1,3", "1000,2", "2999,1" })
	void rejectionWhenRateIsExceededIs429WithRetryAfterInWholeSeconds(long elapsedMillis, String retryAfter) {
		this.runner
			.withPropertyValues("resilience.instances.limited.rate-limiter.limit-for-period=20",
					"resilience.instances.limited.rate-limiter.period=1m")
			.run((context) -> {
				for (int i = 0; i < 20; i++) {
					assertThat(get(context, "/limited", MediaType.APPLICATION_JSON)).hasStatusOk();
				}
				context.getBean(ManualTicker.class).advance(Duration.ofMillis(elapsedMillis));
				MvcTestResult result = get(context, "/limited", MediaType.APPLICATION_JSON);

				assertThat(result).hasStatus(429)
					.hasHeader("Retry-After", retryAfter)
					.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
				assertThat(result).bodyJson().isStrictlyEqualTo("""
						{"type": "about:blank", "title": "Too Many Requests", "status": 429, "instance": "/limited",
						 "detail": "%s"}""".formatted(detail(result)));
				assertThat(detail(result)).startsWith("Rate limiter 'limited' has no permit left (retry after ");
			});
	}

	@ParameterizedTest
	@CsvSource({ "text/html", "text/plain", "application/xml", "*/*" })
	void rejectionWhenClientWantsSomethingElseIs503AllTheSame(String accept) {
		this.runner.run((context) -> assertThat(get(context, "/full", MediaType.valueOf(accept))).hasStatus(503));
	}

	@Test
	void handlerOfTheApplicationWins() {
		this.runner.withBean(OwnAdvice.class)
			.run((context) -> assertThat(get(context, "/full", MediaType.ALL)).hasStatusOk().hasBodyTextEqualTo("own"));
	}

	@Test
	void handlerOfTheControllerWins() {
		this.runner.withBean(OwnController.class)
			.run((context) -> assertThat(get(context, "/own", MediaType.ALL)).hasStatusOk()
				.hasBodyTextEqualTo("controller"));
	}

	@Test
	void problemDetailsWhenSwitchedOffAreNotThere() {
		this.runner.withPropertyValues("resilience.web.problem-details.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RejectionAdvice.class));
	}

	@Test
	void contextWhenNoWebApplicationStarts() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceWebAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RejectionAdvice.class));
	}

	@Test
	void contextWhenWebIsMissingStarts() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceWebAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.http"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resilienceRejectionAdvice"));
	}

	private static void transition(ApplicationContext context, CircuitState state) {
		context.getBean(Resilience.class).find("open").orElseThrow().circuit().orElseThrow().transitionTo(state);
	}

	private static MvcTestResult get(WebApplicationContext context, String path, MediaType accept) {
		return MockMvcTester.from(context).get().uri(path).accept(accept).exchange();
	}

	private static String detail(MvcTestResult result) throws Exception {
		return new ObjectMapper().readTree(result.getResponse().getContentAsString()).get("detail").textValue();
	}

	@RestController
	static class Controller {

		@CircuitBreaker("open")
		@GetMapping("/open")
		String open() {
			return "open";
		}

		@RateLimiter("limited")
		@GetMapping("/limited")
		String limited() {
			return "limited";
		}

		@Bulkhead("full")
		@GetMapping("/full")
		String full() {
			return "full";
		}

	}

	@RestController
	static class OwnController {

		@Bulkhead("full")
		@GetMapping("/own")
		String full() {
			return "full";
		}

		@ExceptionHandler
		String handle(RuntimeException ex) {
			return "controller";
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		String handle(Exception ex) {
			return "own";
		}

	}

}
