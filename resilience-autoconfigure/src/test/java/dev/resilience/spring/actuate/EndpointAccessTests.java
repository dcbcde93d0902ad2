package dev.resilience.spring.actuate;

import java.util.Map;

import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceEndpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever exposes the endpoint to look does not hand out the switch.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.endpoints.web.exposure.include=*")
class EndpointAccessTests {

	@Autowired
	private TestRestTemplate http;

	@Test
	void endpointByDefaultIsReadOnly() {
		String path = "/actuator/resilience/payment";

		assertThat(this.http.getForEntity(path, String.class).getStatusCode().value()).isEqualTo(200);
		assertThat(this.http.postForEntity(path, Map.of("circuitBreaker", "FORCED_OPEN"), String.class)
			.getStatusCode()
			.value()).isEqualTo(405);
		assertThat(this.http.exchange(path, HttpMethod.DELETE, null, String.class).getStatusCode().value())
			.isEqualTo(405);
		assertThat(this.http.getForObject(path, String.class)).contains("\"state\":\"CLOSED\"");
	}

	@Test
	void endpointWhenNotExposedIsNotCreated() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceEndpointAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResilienceEndpoint.class));
	}

	@Test
	void endpointWhenAccessIsNoneIsNotCreated() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.resilience.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResilienceEndpoint.class));
	}

	@Test
	void endpointWhenLibraryIsSwitchedOffIsNotCreated() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*", "resilience.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResilienceEndpoint.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Client.class)
	static class Application {

	}

	static class Client {

		@CircuitBreaker("payment")
		void charge() {
		}

	}

}
