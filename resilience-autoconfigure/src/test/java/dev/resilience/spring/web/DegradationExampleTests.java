package dev.resilience.spring.web;

import java.time.Duration;
import java.util.NoSuchElementException;

import dev.resilience.Degradation;
import dev.resilience.Resilience;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceDegradedHeaderAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worked examples of {@code docs/stale-if-error.md} and {@code docs/degradation.md}.
 */
class DegradationExampleTests {

	@Test
	void examplesWhenRunDoWhatThePagesSay() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
					ResilienceDegradedHeaderAutoConfiguration.class, JacksonAutoConfiguration.class,
					HttpMessageConvertersAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class))
			.withBean(ManualTicker.class)
			.withBean(Remote.class)
			.withBean(Prices.class)
			.withBean(PriceController.class)
			.withPropertyValues("resilience.instances.prices.stale-if-error.max-age=15m",
					"resilience.instances.prices.stale-if-error.maximum-size=500")
			.run((context) -> {
				assertAnswer(context, "/prices/tea", """
						{"text":"3.20","notice":null}""", null);

				context.getBean(Remote.class).failure = new IllegalStateException("down");
				context.getBean(ManualTicker.class).advance(Duration.ofMinutes(4));
				assertAnswer(context, "/prices/tea", """
						{"text":"3.20","notice":"as of 4 minutes ago"}""", "prices;rung=stale-if-error");
				assertAnswer(context, "/prices/coffee", """
						{"text":"on request","notice":"the price list does not answer"}""", "prices;rung=onRequest");
				assertThat(context.getBean(Resilience.class).find("prices").orElseThrow().policies())
					.extracting((policy) -> policy.snapshot().attributes().toString())
					.startsWith("{succeeded=1, failed=0}", "{entries=1, staleAnswers=1}");

				context.getBean(Remote.class).failure = new NoSuchElementException("no such product");
				assertThat(get(context, "/prices/tea")).hasFailed()
					.failure()
					.hasRootCauseInstanceOf(NoSuchElementException.class);

				context.getBean(Remote.class).failure = new IllegalStateException("down");
				context.getBean(ManualTicker.class).advance(Duration.ofMinutes(12));
				assertAnswer(context, "/prices/tea", """
						{"text":"on request","notice":"the price list does not answer"}""", "prices;rung=onRequest");
			});
	}

	private static void assertAnswer(AssertableWebApplicationContext context, String path, String body,
			String degraded) {
		MvcTestResult result = get(context, path);
		assertThat(result).hasStatusOk().hasBodyTextEqualTo(body);
		assertThat(result.getResponse().getHeader("X-Degraded")).isEqualTo(degraded);
	}

	private static MvcTestResult get(AssertableWebApplicationContext context, String path) {
		return MockMvcTester
			.from(context, (builder) -> builder.addFilters(context.getBean(DegradedHeaderFilter.class)).build())
			.get()
			.uri(path)
			.exchange();
	}

	static class Remote {

		private RuntimeException failure;

		String price(String product) {
			if (this.failure != null) {
				throw this.failure;
			}
			return "3.20";
		}

	}

	@Service
	static class Prices {

		private final Remote remote;

		Prices(Remote remote) {
			this.remote = remote;
		}

		@StaleIfError(value = "prices", key = "#product", except = NoSuchElementException.class)
		@CircuitBreaker("prices")
		@Fallback(value = "onRequest", except = NoSuchElementException.class)
		String price(String product) {
			return this.remote.price(product);
		}

		private String onRequest() {
			return "on request";
		}

	}

	@RestController
	static class PriceController {

		private final Prices prices;

		PriceController(Prices prices) {
			this.prices = prices;
		}

		@GetMapping("/prices/{product}")
		Price price(@PathVariable("product") String product) {
			try (Degradation.Scope scope = Degradation.observe()) {
				String text = this.prices.price(product);
				String notice = scope.degradations().stream().findFirst().map(this::notice).orElse(null);
				return new Price(text, notice);
			}
		}

		private String notice(Degradation degradation) {
			Duration age = degradation.age();
			return (age != null) ? "as of " + age.toMinutes() + " minutes ago" : "the price list does not answer";
		}

	}

	record Price(String text, String notice) {

	}

}
