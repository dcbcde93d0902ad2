package dev.resilience.spring.web;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.resilience.CallRejectedException;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceHttpClientAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Retries that wait for as long as the server asks.
 */
class ServerHintTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceHttpClientAutoConfiguration.class))
		.withBean(ManualTicker.class)
		.withBean(Client.class)
		.withPropertyValues("resilience.instances.client.retry.max-attempts=2",
				"resilience.instances.client.retry.max-wait-duration=6s");

	@ParameterizedTest
	@MethodSource("failures")
	void retryWhenTheServerSaysWhenWaitsForThat(RuntimeException failure) {
		this.runner.run((context) -> {
			assertThatThrownBy(() -> context.getBean(Client.class).call(() -> failure)).isSameAs(failure);

			assertThat(context.getBean(ManualTicker.class).sleeps()).singleElement()
				.satisfies((wait) -> assertThat(wait).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6)));
		});
	}

	static List<RuntimeException> failures() {
		return List.of(restClient("4"), webClient("4"), new IllegalStateException("wrapped", restClient("4")),
				new IllegalStateException("wrapped", webClient("4")));
	}

	@Test
	void retryWhenTheServerAsksForMoreThanTheCapEnds() {
		this.runner.run((context) -> {
			assertThatThrownBy(() -> context.getBean(Client.class).call(() -> restClient("7")))
				.isInstanceOf(HttpServerErrorException.class)
				.hasNoSuppressedExceptions();

			assertThat(context.getBean(ManualTicker.class).sleeps()).isEmpty();
		});
	}

	@Test
	void circuitWhenToldToStaysOpenForAsLongAsTheServerAsks() {
		this.runner
			.withPropertyValues("resilience.instances.client.circuit-breaker.sliding-window-size=1",
					"resilience.instances.client.circuit-breaker.retry-after-enabled=true")
			.run((context) -> {
				assertThatThrownBy(() -> context.getBean(Client.class).once(() -> restClient("45")))
					.isInstanceOf(HttpServerErrorException.class);

				assertThatThrownBy(() -> context.getBean(Client.class).once(() -> restClient("45")))
					.isInstanceOfSatisfying(CallRejectedException.class,
							(rejection) -> assertThat(rejection.retryAfter()).hasSeconds(45));
			});
	}

	@Test
	void extractorWhenItIsABeanIsAsked() {
		this.runner.withBean(Own.class).run((context) -> {
			assertThatThrownBy(() -> context.getBean(Client.class).call(IllegalArgumentException::new))
				.isInstanceOf(IllegalArgumentException.class);

			assertThat(context.getBean(ManualTicker.class).sleeps()).singleElement()
				.satisfies((wait) -> assertThat(wait).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5)));
		});
	}

	@ParameterizedTest
	@CsvSource({ "web.client.RestClientResponseException, 1",
			"web.reactive.function.client.WebClientResponseException, 1" })
	void extractorWhenItsClientIsMissingIsNotThere(String missing, int left) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
					ResilienceHttpClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework." + missing))
			.run((context) -> assertThat(context.getBeansOfType(RetryAfterExtractor.class)).hasSize(left));
	}

	@Test
	void extractorsWhenTheStarterIsSwitchedOffAreNotThere() {
		this.runner.withPropertyValues("resilience.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RetryAfterExtractor.class));
	}

	private static RestClientResponseException restClient(String retryAfter) {
		return HttpServerErrorException.create(HttpStatus.SERVICE_UNAVAILABLE, "down", headers(retryAfter), new byte[0],
				null);
	}

	private static WebClientResponseException webClient(String retryAfter) {
		return WebClientResponseException.create(503, "down", headers(retryAfter), new byte[0], null);
	}

	private static HttpHeaders headers(String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", retryAfter);
		return headers;
	}

	static class Client {

		@Retry("client")
		public String call(Supplier<RuntimeException> failure) {
			throw failure.get();
		}

		@CircuitBreaker("client")
		public String once(Supplier<RuntimeException> failure) {
			throw failure.get();
		}

	}

	@Order(0)
	static class Own implements RetryAfterExtractor {

		@Override
		public Duration retryAfter(Throwable failure) {
			return (failure instanceof IllegalArgumentException) ? Duration.ofSeconds(3) : null;
		}

	}

}
