package dev.resilience.spring.web;

import java.io.IOException;
import java.util.List;

import dev.resilience.Degradation;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceDegradedHeaderAutoConfiguration;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a browser is told of degraded answers.
 */
class DegradedHeaderTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
				ResilienceDegradedHeaderAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withBean(Client.class)
		.withBean(Controller.class)
		.withPropertyValues("resilience.defaults.retry.max-attempts=1");

	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(Degradation.current()).isNull();
	}

	@Test
	void responseWhenAFallbackAnsweredNamesInstanceAndRung() {
		this.runner.run((context) -> assertThat(get(context, "/pay")).hasStatusOk()
			.hasHeader("X-Degraded", "payment;rung=queuePayment"));
	}

	@Test
	void responseWhenSeveralWereDegradedListsThem() {
		this.runner.run((context) -> {
			get(context, "/page/up");

			assertThat(get(context, "/page/down")).hasHeader("X-Degraded",
					"payment;rung=queuePayment, catalog;rung=stale-if-error");
		});
	}

	@Test
	void responseWhenNothingWasDegradedHasNoHeaderWhateverWasBefore() {
		this.runner.run((context) -> {
			get(context, "/pay");

			assertThat(get(context, "/healthy")).hasStatusOk().doesNotContainHeader("X-Degraded");
		});
	}

	@Test
	void responseWhenTheRequestFailsLeavesNothingBehind() {
		this.runner.run((context) -> {
			assertThat(get(context, "/fail")).hasFailed();

			assertThat(Degradation.current()).isNull();
		});
	}

	@Test
	void headerWhenItsNameIsSetHasThatName() {
		this.runner.withPropertyValues("resilience.web.degraded-header.name=X-Lesser")
			.run((context) -> assertThat(get(context, "/pay")).hasHeader("X-Lesser", "payment;rung=queuePayment")
				.doesNotContainHeader("X-Degraded"));
	}

	@Test
	void headerWhenSwitchedOffIsNotThere() {
		this.runner.withPropertyValues("resilience.web.degraded-header.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DegradedHeaderFilter.class));
	}

	@Test
	void filterWhenThereIsNoServletApplicationIsNotThere() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
					ResilienceDegradedHeaderAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(DegradedHeaderFilter.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class,
					ResilienceDegradedHeaderAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void headerWhenItsNameIsNoneStopsTheStart() {
		FailedStart start = FailedStart.of("""
				resilience:
				  web:
				    degraded-header:
				      name: "X Degraded:"
				""");

		assertThat(start.description()).contains("resilience.web.degraded-header.name = X Degraded:")
			.contains("application.yml")
			.contains("4:13")
			.contains("expected: the name of a header, letters, digits and dashes");
	}

	@Test
	void startWhenTheKeyIsMisspeltNamesTheRightOne() {
		FailedStart start = FailedStart.of("""
				resilience:
				  web:
				    degraded-header:
				      nmae: X-Lesser
				""");

		assertThat(start.description()).contains("Did you mean 'resilience.web.degraded-header.name'?");
	}

	@Test
	void headerWhenAServerSendsItIsThereBeforeTheBody() {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		context.getEnvironment().getSystemProperties().put("server.port", "0");
		context.register(ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, WebMvcAutoConfiguration.class,
				ResilienceAutoConfiguration.class, ResilienceDegradedHeaderAutoConfiguration.class, Client.class,
				Controller.class);
		try (context) {
			context.refresh();
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();

			ResponseEntity<String> response = RestClient.create()
				.get()
				.uri("http://localhost:" + port + "/pay")
				.retrieve()
				.toEntity(String.class);

			assertThat(response.getBody()).isEqualTo("queued");
			HttpHeaders headers = response.getHeaders();
			assertThat(headers.get("X-Degraded")).containsExactly("payment;rung=queuePayment");
		}
		finally {
			System.clearProperty("server.port");
		}
	}

	@Test
	void valueWhenNamesAreNoTokensIsOfSafeCharactersOnly() {
		assertThat(DegradedHeader.of(List.of(degradation("payment.eu", "other::queue"),
				degradation("Zahlung für \"uns\"", "a\r\nSet-Cookie: b"), degradation("1st", ""))))
			.isEqualTo(
					"payment.eu;rung=other::queue, \"Zahlung f_r _uns_\";rung=\"a__Set-Cookie: b\", \"1st\";rung=\"\"");
	}

	private static Degradation degradation(String instance, String rung) {
		return new Degradation(instance, rung, IOException.class, null);
	}

	private static MvcTestResult get(AssertableWebApplicationContext context, String path) {
		return MockMvcTester
			.from(context, (builder) -> builder.addFilters(context.getBean(DegradedHeaderFilter.class)).build())
			.get()
			.uri(path)
			.exchange();
	}

	static class Client {

		@Retry("payment")
		@Fallback("queuePayment")
		String pay() {
			throw new IllegalStateException("down");
		}

		private String queuePayment() {
			return "queued";
		}

		@StaleIfError(value = "catalog", key = "'all'")
		String page(String state) {
			if (state.equals("down")) {
				throw new IllegalStateException("down");
			}
			return "page";
		}

	}

	@RestController
	static class Controller {

		private final Client client;

		Controller(Client client) {
			this.client = client;
		}

		@GetMapping("/pay")
		String pay() {
			return this.client.pay();
		}

		@GetMapping("/page/{state}")
		String page(@PathVariable("state") String state) {
			return this.client.pay() + this.client.page(state);
		}

		@GetMapping("/healthy")
		String healthy() {
			return this.client.page("up");
		}

		@GetMapping("/fail")
		String fail() {
			this.client.pay();
			throw new IllegalStateException("fail");
		}

	}

}
