package dev.resilience.spring.actuate;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.resilience.Resilience;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceWebAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worked example of {@code docs/rate-limiter.md}.
 */
class RateLimiterExampleTests {

	private final ObjectMapper json = new ObjectMapper();

	@Test
	void exampleOfTheDocumentationSaysWhatItSays() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceWebAutoConfiguration.class,
							JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
							DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withBean(ManualTicker.class)
			.withBean(Geocoder.class)
			.withBean(AddressController.class)
			.withPropertyValues("resilience.instances.geocoder.rate-limiter.limit-for-period=10",
					"resilience.instances.geocoder.rate-limiter.period=1s",
					"resilience.instances.geocoder.rate-limiter.max-wait-duration=300ms")
			.run((context) -> {
				MockMvcTester http = MockMvcTester.from(context);
				ManualTicker ticker = context.getBean(ManualTicker.class);

				for (int i = 0; i < 8; i++) {
					assertThat(http.get().uri("/addresses/1")).hasStatusOk();
				}
				assertThat(ticker.sleeps()).isEmpty();
				assertThat(view(context)).isEqualTo(this.json.readTree("""
						{"limitForPeriod": 10, "availablePermissions": 2, "waitingCalls": 0, "rejectedCalls": 0}
						"""));

				assertThat(http.get().uri("/addresses")).hasStatusOk();
				assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(300));

				MvcTestResult rejected = http.get().uri("/addresses").exchange();
				assertThat(ticker.sleeps()).hasSize(1);
				assertThat(rejected).hasStatus(429).hasHeader("Retry-After", "1");
				assertThat(rejected).bodyJson().isStrictlyEqualTo("""
						{"type": "about:blank", "title": "Too Many Requests", "status": 429, "instance": "/addresses",
						 "detail": "Rate limiter 'geocoder' has no permit left (retry after 0.5s)"}
						""");
				assertThat(view(context)).isEqualTo(this.json.readTree("""
						{"limitForPeriod": 10, "availablePermissions": 0, "waitingCalls": 0, "rejectedCalls": 1}
						"""));

				assertThat(http.get().uri("/addresses/1")).hasStatusOk();
				assertThat(ticker.sleeps()).last().isEqualTo(Duration.ofMillis(100));
			});
	}

	private JsonNode view(ApplicationContext context) throws Exception {
		ResilienceEndpoint endpoint = new ResilienceEndpoint(context.getBean(Resilience.class));
		return this.json.readTree(this.json.writeValueAsString(endpoint.one("geocoder").getBody())).get("rateLimiter");
	}

	static class Geocoder {

		@RateLimiter("geocoder")
		public String find(String address) {
			return "48.2,16.4";
		}

		@RateLimiter(value = "geocoder", permits = 5)
		public List<String> findAll(List<String> addresses) {
			return addresses.stream().map((address) -> "48.2,16.4").toList();
		}

	}

	@RestController
	static class AddressController {

		private final Geocoder geocoder;

		AddressController(Geocoder geocoder) {
			this.geocoder = geocoder;
		}

		@GetMapping("/addresses/{address}")
		String find(@PathVariable String address) {
			return this.geocoder.find(address);
		}

		@GetMapping("/addresses")
		List<String> findAll() {
			return this.geocoder.findAll(List.of("1", "2", "3", "4", "5"));
		}

	}

}
