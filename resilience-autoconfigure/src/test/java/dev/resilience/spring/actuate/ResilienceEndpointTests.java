package dev.resilience.spring.actuate;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=resilience,health,metrics",
				"management.endpoint.resilience.access=unrestricted", "management.endpoint.health.show-details=always",
				"spring.config.location=classpath:endpoint.yml" })
class ResilienceEndpointTests {

	@Autowired
	private TestRestTemplate http;

	@Autowired
	private Client client;

	@Test
	void allShowsInstances() {
		this.client.charge("x");
		System.out.println(this.http.getForObject("/actuator/resilience", String.class));
		System.out.println(this.http.getForObject("/actuator/resilience/payment", String.class));
		System.out.println(this.http.getForEntity("/actuator/resilience/nope", String.class));
		System.out.println(this.http.postForEntity("/actuator/resilience/payment",
				java.util.Map.of("circuitBreaker", "FORCED_OPEN"), String.class));
		System.out.println(this.http.postForEntity("/actuator/resilience/payment",
				java.util.Map.of("circuitBreaker", java.util.Map.of("a", 1)), String.class));
		System.out.println(this.http.postForEntity("/actuator/resilience/payment", java.util.Map.of(), String.class));
		System.out.println(this.http.getForObject("/actuator/health", String.class));
		System.out.println(this.http.getForObject("/actuator/metrics", String.class));
		System.out.println(this.http.getForObject("/actuator/metrics/resilience.circuitbreaker.calls", String.class));
		this.http.delete("/actuator/resilience/payment");
		System.out.println(this.http.getForObject("/actuator/resilience/payment", String.class));
		assertThat(this.client.charge("y")).isEqualTo("y");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Client.class)
	static class Application {

	}

	static class Client {

		@CircuitBreaker("payment")
		@Bulkhead("payment")
		@Retry("payment")
		@Fallback("fallback")
		public String charge(String order) {
			return order;
		}

		private String fallback(Exception ex) {
			return "fallback";
		}

	}

}
