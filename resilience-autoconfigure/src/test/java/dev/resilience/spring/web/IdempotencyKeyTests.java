package dev.resilience.spring.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceHttpClientAutoConfiguration;
import dev.resilience.spring.boot3.ResilienceHttpClientBoot3Configuration;
import dev.resilience.spring.boot4.ResilienceHttpClientBoot4Configuration;
import dev.resilience.testing.ManualTicker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.client.HttpClientAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.client.RestClientCustomizer;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.boot.web.client.RestTemplateCustomizer;
import org.springframework.boot.web.reactive.function.client.WebClientCustomizer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.client.ExpectedCount;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.RequestMatcher;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The header {@code Idempotency-Key} of the clients that Spring Boot 3 builds. The sample
 * has the same for Spring Boot 4.
 */
class IdempotencyKeyTests {

	private static final String HEADER = "Idempotency-Key";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
				ResilienceHttpClientAutoConfiguration.class, ResilienceHttpClientBoot3Configuration.class,
				ResilienceHttpClientBoot4Configuration.class, HttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
				ClientHttpConnectorAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withBean(ManualTicker.class)
		.withBean(Client.class)
		.withPropertyValues("resilience.instances.payment.retry.idempotency-key-enabled=true",
				"resilience.instances.quiet.retry.idempotency-key-enabled=false");

	private final List<@Nullable String> sent = new ArrayList<>();

	@Test
	void restClientWhenTheCallIsRetriedSendsTheSameKeyWithEveryAttempt() {
		this.runner.run((context) -> {
			RestClient rest = restClient(context.getBean(RestClient.Builder.class));

			failTwice(context.getBean(Client.class), () -> post(rest));
		});
	}

	@Test
	void restTemplateWhenTheCallIsRetriedSendsTheSameKeyWithEveryAttempt() {
		this.runner.run((context) -> {
			RestTemplate rest = context.getBean(RestTemplateBuilder.class).build();
			failing(MockRestServiceServer.bindTo(rest));

			failTwice(context.getBean(Client.class), () -> rest.postForLocation("/charges", null));
		});
	}

	@Test
	void webClientWhenTheCallIsRetriedSendsTheSameKeyWithEveryAttempt() {
		this.runner.run((context) -> {
			WebClient web = context.getBean(WebClient.Builder.class).exchangeFunction((request) -> {
				this.sent.add(request.headers().getFirst(HEADER));
				return Mono.just(ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE).build());
			}).build();

			failTwice(context.getBean(Client.class),
					() -> web.post().uri("/charges").retrieve().toBodilessEntity().block());
		});
	}

	/** Two calls of three attempts each: two keys. */
	private void failTwice(Client client, Runnable request) {
		for (int i = 0; i < 2; i++) {
			assertThatThrownBy(() -> client.withKey(request)).hasMessageContaining("503");
		}
		assertThat(this.sent).hasSize(6).doesNotContainNull();
		assertThat(new LinkedHashSet<>(this.sent.subList(0, 3))).hasSize(1);
		assertThat(new LinkedHashSet<>(this.sent)).hasSize(2);
	}

	@Test
	void requestWhenItHasAKeyKeepsIt() {
		this.runner.run((context) -> {
			RestClient rest = restClient(context.getBean(RestClient.Builder.class));

			assertThatThrownBy(() -> context.getBean(Client.class)
				.withKey(() -> rest.post().uri("/charges").header(HEADER, "own").retrieve().toBodilessEntity()))
				.hasMessageContaining("503");

			assertThat(this.sent).containsExactly("own", "own", "own");
		});
	}

	@ParameterizedTest
	@CsvSource({ "GET, false", "HEAD, false", "OPTIONS, false", "POST, true", "PUT, true", "PATCH, true",
			"DELETE, true" })
	void requestWhenItChangesNothingHasNoKey(String method, boolean key) {
		this.runner.run((context) -> {
			RestClient rest = restClient(context.getBean(RestClient.Builder.class));

			assertThatThrownBy(() -> context.getBean(Client.class)
				.withKey(() -> rest.method(HttpMethod.valueOf(method)).uri("/").retrieve().toBodilessEntity()))
				.hasMessageContaining("503");

			assertThat(this.sent).hasSize(3).allSatisfy((value) -> assertThat(value != null).isEqualTo(key));
		});
	}

	@Test
	void requestWhenNobodyAskedForAKeyHasNone() {
		this.runner.run((context) -> {
			RestClient rest = restClient(context.getBean(RestClient.Builder.class));
			Client client = context.getBean(Client.class);

			assertThatThrownBy(() -> client.withoutKey(() -> post(rest))).hasMessageContaining("503");
			assertThatThrownBy(() -> client.notIdempotent(() -> post(rest))).hasMessageContaining("503");
			assertThatThrownBy(() -> post(rest)).hasMessageContaining("503");

			assertThat(this.sent).containsExactly(null, null, null, null, null);
		});
	}

	@Test
	void customizersWhenWebFluxIsMissingAreThereForTheOthers() {
		withoutClient().withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> {
				assertThat(context).hasSingleBean(RestClientCustomizer.class)
					.hasSingleBean(RestTemplateCustomizer.class);
				assertThat(context).doesNotHaveBean(WebClientCustomizer.class);
			});
	}

	@Test
	void customizersWhenTheStarterIsSwitchedOffAreNotThere() {
		withoutClient().withPropertyValues("resilience.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RestClientCustomizer.class)
				.doesNotHaveBean(WebClientCustomizer.class));
	}

	/** A class loader that hides classes cannot make proxies of ours. */
	private static ApplicationContextRunner withoutClient() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceHttpClientAutoConfiguration.class,
						ResilienceHttpClientBoot3Configuration.class, ResilienceHttpClientBoot4Configuration.class));
	}

	private static void post(RestClient rest) {
		rest.post().uri("/charges").retrieve().toBodilessEntity();
	}

	private RestClient restClient(RestClient.Builder builder) {
		failing(MockRestServiceServer.bindTo(builder));
		return builder.build();
	}

	private void failing(MockRestServiceServer.MockRestServiceServerBuilder server) {
		RequestMatcher any = (request) -> this.sent.add(request.getHeaders().getFirst(HEADER));
		server.build()
			.expect(ExpectedCount.manyTimes(), any)
			.andRespond(MockRestResponseCreators.withServiceUnavailable());
	}

	static class Client {

		@Retry("payment")
		public void withKey(Runnable request) {
			request.run();
		}

		@Retry("quiet")
		public void withoutKey(Runnable request) {
			request.run();
		}

		@Retry(value = "quiet", idempotent = false)
		public void notIdempotent(Runnable request) {
			request.run();
		}

	}

}
