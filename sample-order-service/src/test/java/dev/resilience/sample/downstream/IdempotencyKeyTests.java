package dev.resilience.sample.downstream;

import java.util.ArrayList;
import java.util.List;

import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceHttpClientAutoConfiguration;
import dev.resilience.spring.boot3.ResilienceHttpClientBoot3Configuration;
import dev.resilience.spring.boot4.ResilienceHttpClientBoot4Configuration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.web.client.ExpectedCount;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.RequestMatcher;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The header {@code Idempotency-Key} of the clients that Spring Boot 4 builds: what the
 * library's own tests show on Spring Boot 3.
 */
class IdempotencyKeyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceHttpClientAutoConfiguration.class,
						ResilienceHttpClientBoot3Configuration.class, ResilienceHttpClientBoot4Configuration.class,
						RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class))
		.withBean(Client.class)
		.withPropertyValues("resilience.instances.payment.retry.wait-duration=0",
				"resilience.instances.payment.retry.idempotency-key-enabled=true");

	private final List<String> sent = new ArrayList<>();

	@Test
	void restClientWhenTheCallIsRetriedSendsTheSameKeyWithEveryAttempt() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			failing(MockRestServiceServer.bindTo(builder));
			RestClient rest = builder.build();

			fail(context.getBean(Client.class), () -> rest.post().uri("/charges").retrieve().toBodilessEntity());
		});
	}

	@Test
	void restTemplateWhenTheCallIsRetriedSendsTheSameKeyWithEveryAttempt() {
		this.runner.run((context) -> {
			RestTemplate rest = context.getBean(RestTemplateBuilder.class).build();
			failing(MockRestServiceServer.bindTo(rest));

			fail(context.getBean(Client.class), () -> rest.postForLocation("/charges", null));
		});
	}

	private void fail(Client client, Runnable request) {
		assertThatThrownBy(() -> client.call(request)).hasMessageContaining("503");

		assertThat(this.sent).hasSize(3).doesNotContainNull();
		assertThat(this.sent.stream().distinct()).hasSize(1);
	}

	private void failing(MockRestServiceServer.MockRestServiceServerBuilder server) {
		RequestMatcher any = (request) -> this.sent.add(request.getHeaders().getFirst("Idempotency-Key"));
		server.build()
			.expect(ExpectedCount.manyTimes(), any)
			.andRespond(MockRestResponseCreators.withServiceUnavailable());
	}

	static class Client {

		@Retry("payment")
		public void call(Runnable request) {
			request.run();
		}

	}

}
