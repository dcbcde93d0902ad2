package dev.resilience.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.testing.ManualTicker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The endpoint over real HTTP, in an application whose JSON settings would bend it if
 * they could.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"management.endpoint.resilience.access=unrestricted", "spring.config.location=classpath:endpoint.yml" })
class ResilienceEndpointTests {

	private static final String CLIENT = ResilienceEndpointTests.class.getName() + "$Client";

	private static final String STATES = "CLOSED, OPEN, HALF_OPEN, FORCED_OPEN, DISABLED, METRICS_ONLY";

	private final ObjectMapper json = new ObjectMapper();

	@Autowired
	private TestRestTemplate http;

	@LocalServerPort
	private int port;

	@Autowired
	private Client client;

	@Autowired
	private ManualTicker ticker;

	@Autowired
	private Resilience resilience;

	@BeforeEach
	void reset() {
		this.resilience.instances().forEach(ResilienceInstance::reset);
		this.client.fail(null);
		this.client.take(Duration.ZERO);
	}

	@Test
	void allShowsEveryInstanceBeforeItsFirstCall() throws Exception {
		JsonNode all = get("");

		assertThat(all.fieldNames()).toIterable().containsExactly("instances");
		assertThat(all.get("instances").fieldNames()).toIterable()
			.containsExactly("Client.alone", "a b.ü", "automatic", "payment", "plain", "silent", "unused");
	}

	@Test
	void allShowsOnlyPoliciesThatAreUsedInTheOrderOfNesting() throws Exception {
		JsonNode instances = get("").get("instances");

		assertThat(instances.get("payment").fieldNames()).toIterable()
			.containsExactly("fallback", "retry", "circuitBreaker", "bulkhead");
		assertThat(instances.get("plain").fieldNames()).toIterable().containsExactly("retry");
		assertThat(instances.get("Client.alone").fieldNames()).toIterable().containsExactly("fallback");
		assertThat(instances.get("unused")).isEmpty();
		assertThat(instances.get("silent")).isEqualTo(this.json.readTree("{\"enabled\": false}"));
	}

	@Test
	void allWhenNothingHappenedShowsZerosAndNulls() throws Exception {
		JsonNode payment = get("").get("instances").get("payment");

		assertThat(Instant.parse(text(payment.at("/circuitBreaker/since")))).isBefore(Instant.now().plusSeconds(60));
		((ObjectNode) payment.get("circuitBreaker")).remove("since");
		assertThat(payment).isEqualTo(this.json.readTree("""
				{"fallback": {"succeeded": 0, "failed": 0},
				 "retry": {"maxAttempts": 2, "succeededWithoutRetry": 0, "succeededWithRetry": 0, "failedWithRetry": 0,
				           "failedWithoutRetry": 0},
				 "circuitBreaker": {"state": "CLOSED", "failureRate": null, "slowCallRate": null, "bufferedCalls": 0,
				                    "failedCalls": 0, "slowCalls": 0, "notPermittedCalls": 0, "retryAfter": null},
				 "bulkhead": {"maxConcurrentCalls": 3, "concurrentCalls": 0, "waitingCalls": 0, "rejectedCalls": 0}}
				"""));
	}

	@Test
	void oneShowsTheInstanceItselfWithMethodsAndConfig() throws Exception {
		JsonNode payment = get("/payment");

		assertThat(payment.fieldNames()).toIterable()
			.containsExactly("fallback", "retry", "circuitBreaker", "bulkhead", "methods", "config");
		assertThat(payment.get("methods")).containsExactlyInAnyOrderElementsOf(this.json.readTree("""
				[{"method": "%1$s#charge(String)", "policies": ["fallback", "retry", "circuit-breaker", "bulkhead"]},
				 {"method": "%1$s#hold(CountDownLatch,CountDownLatch)", "policies": ["bulkhead"]}]
				""".formatted(CLIENT)));
		assertThat(payment.get("config").fieldNames()).toIterable()
			.containsExactlyInAnyOrder("retry", "circuit-breaker", "bulkhead");
	}

	@Test
	void configShowsValuesWithTheirOrigins() throws Exception {
		JsonNode config = get("/payment").get("config");

		assertThat(config.at("/retry/max-attempts")).isEqualTo(setting("2", "endpoint.yml:12:21"));
		assertThat(config.at("/retry/budget.ratio")).isEqualTo(setting("0.2", "default"));
		assertThat(config.at("/retry/backoff")).isEqualTo(setting("\"full-jitter\"", "default"));
		assertThat(config.at("/retry/max-duration")).isEqualTo(setting("null", "default"));
		assertThat(config.at("/circuit-breaker/wait-duration-in-open-state"))
			.isEqualTo(setting("\"PT10S\"", "endpoint.yml:19:38"));
		assertThat(config.at("/circuit-breaker/slow-call-duration-threshold"))
			.isEqualTo(setting("\"PT1.5S\"", "endpoint.yml:22:39"));
		assertThat(config.at("/circuit-breaker/failure-rate-threshold")).isEqualTo(setting("50.0", "default"));
		assertThat(config.at("/circuit-breaker/ignore-exceptions"))
			.isEqualTo(setting("[\"java.lang.IllegalArgumentException\"]", "endpoint.yml:23:28"));
		assertThat(config.at("/circuit-breaker/initial-state")).isEqualTo(setting("\"closed\"", "default"));
		assertThat(config.at("/circuit-breaker/affects-health")).isEqualTo(setting("false", "default"));
		assertThat(config.at("/bulkhead/max-concurrent-calls")).isEqualTo(setting("3", "endpoint.yml:25:31"));
		assertThat(config.at("/bulkhead/max-wait-duration")).isEqualTo(setting("\"PT0S\"", "default"));
	}

	@Test
	void oneWhenConfiguredButUnusedIsKnown() throws Exception {
		JsonNode unused = get("/unused");

		assertThat(unused.get("methods")).isEmpty();
		assertThat(unused.has("bulkhead")).isFalse();
		assertThat(unused.at("/config/bulkhead/max-concurrent-calls/value").intValue()).isEqualTo(25);
		assertThat(get("/silent").at("/config/bulkhead/max-concurrent-calls/value").intValue()).isZero();
	}

	@Test
	void oneWhenSwitchedOffSaysSoAndShowsItsMethods() throws Exception {
		JsonNode silent = get("/silent");

		assertThat(silent.get("enabled")).isEqualTo(this.json.readTree("false"));
		assertThat(silent.get("methods")).isEqualTo(this.json.readTree("""
				[{"method": "%s#silent()", "policies": []}]
				""".formatted(CLIENT)));
		this.client.silent();
	}

	@Test
	void oneWhenNameHasSpacesUmlautsOrDotsIsFound() throws Exception {
		assertThat(get("/" + encode("a b.ü")).at("/retry/maxAttempts").intValue()).isEqualTo(2);
		assertThat(get("/Client.alone").at("/fallback/succeeded").isInt()).isTrue();
	}

	@Test
	void countersFollowCalls() throws Exception {
		this.client.charge("ok");
		this.client.fail(new IOException());
		this.client.charge("fails");

		JsonNode payment = get("/payment");
		assertThat(payment.at("/circuitBreaker/state").textValue()).isEqualTo("OPEN");
		assertThat(payment.at("/circuitBreaker/bufferedCalls").intValue()).isEqualTo(2);
		assertThat(payment.at("/circuitBreaker/failedCalls").intValue()).isOne();
		assertThat(payment.at("/circuitBreaker/failureRate").doubleValue()).isEqualTo(50.0);
		assertThat(payment.at("/circuitBreaker/slowCallRate").doubleValue()).isZero();
		assertThat(payment.at("/circuitBreaker/notPermittedCalls").intValue()).isOne();
		assertThat(payment.at("/retry/succeededWithoutRetry").intValue()).isOne();
		assertThat(payment.at("/retry/failedWithRetry").intValue()).isOne();
		assertThat(payment.at("/fallback/succeeded").intValue()).isOne();
	}

	@Test
	void openBreakerShowsTheWindowThatTrippedAndWhenToRetry() throws Exception {
		open();
		this.client.charge("rejected");
		this.ticker.advance(Duration.ofMillis(4500));

		JsonNode breaker = get("/payment").get("circuitBreaker");
		assertThat(breaker.get("state").textValue()).isEqualTo("OPEN");
		assertThat(breaker.get("bufferedCalls").intValue()).isEqualTo(2);
		assertThat(breaker.get("failedCalls").intValue()).isEqualTo(2);
		assertThat(breaker.get("failureRate").doubleValue()).isEqualTo(100.0);
		assertThat(breaker.get("notPermittedCalls").intValue()).isOne();
		assertThat(breaker.get("retryAfter").textValue()).isEqualTo("PT5.5S");
	}

	@Test
	void openBreakerWhenWaitIsOverStaysOpenUntilTheNextCall() throws Exception {
		open();
		this.ticker.advance(Duration.ofSeconds(11));

		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("OPEN");
		assertThat(get("/payment").at("/circuitBreaker/retryAfter").textValue()).isEqualTo("PT0S");

		this.client.fail(null);
		this.client.charge("trial");

		JsonNode breaker = get("/payment").get("circuitBreaker");
		assertThat(breaker.get("state").textValue()).isEqualTo("HALF_OPEN");
		assertThat(breaker.get("bufferedCalls").intValue()).isOne();
		assertThat(breaker.get("failedCalls").intValue()).isZero();
		assertThat(breaker.get("retryAfter").isNull()).isTrue();
	}

	@Test
	void openBreakerWithAutomaticTransitionIsShownHalfOpenWithoutACall() throws Exception {
		post("/automatic", "{\"circuitBreaker\": \"OPEN\"}");
		assertThat(get("/automatic").at("/circuitBreaker/state").textValue()).isEqualTo("OPEN");

		this.ticker.advance(Duration.ofSeconds(10));

		assertThat(get("/automatic").at("/circuitBreaker/state").textValue()).isEqualTo("HALF_OPEN");
	}

	@Test
	void halfOpenBreakerWhenItsWaitIsOverIsShownOpenWithoutACall() throws Exception {
		post("/payment", "{\"circuitBreaker\": \"HALF_OPEN\"}");
		this.ticker.advance(Duration.ofSeconds(5));

		JsonNode breaker = get("/payment").get("circuitBreaker");
		assertThat(breaker.get("state").textValue()).isEqualTo("OPEN");
		assertThat(breaker.get("retryAfter").textValue()).isEqualTo("PT10S");
	}

	@Test
	void slowCallsAreShown() throws Exception {
		this.client.take(Duration.ofSeconds(2));
		this.client.charge("slow");

		JsonNode breaker = get("/payment").get("circuitBreaker");
		assertThat(breaker.get("slowCalls").intValue()).isOne();
		assertThat(breaker.get("failedCalls").intValue()).isZero();
	}

	@Test
	void ignoredCallsAreNotBuffered() throws Exception {
		this.client.fail(new IllegalArgumentException());
		this.client.charge("ignored");

		assertThat(get("/payment").at("/circuitBreaker/bufferedCalls").intValue()).isZero();
	}

	@Test
	void bulkheadShowsRunningAndRejectedCalls() throws Exception {
		CountDownLatch entered = new CountDownLatch(3);
		CountDownLatch leave = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			Callable<String> call = () -> this.client.hold(entered, leave);
			List<Future<String>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(executor.submit(call));
			}
			assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
			assertThatException().isThrownBy(() -> this.client.hold(entered, leave));

			assertThat(get("/payment").get("bulkhead")).isEqualTo(this.json.readTree(
					"{\"maxConcurrentCalls\": 3, \"concurrentCalls\": 3, \"waitingCalls\": 0, \"rejectedCalls\": 1}"));

			leave.countDown();
			for (Future<String> held : calls) {
				assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo("held");
			}
		}
		finally {
			leave.countDown();
			executor.shutdownNow();
		}
		assertThat(get("/payment").at("/bulkhead/concurrentCalls").intValue()).isZero();
	}

	@ParameterizedTest
	@EnumSource(CircuitState.class)
	void postMovesTheBreakerToTheState(CircuitState state) throws Exception {
		ResponseEntity<String> response = post("/payment", "{\"circuitBreaker\": \"" + state + "\"}");

		assertThat(response.getStatusCode().value()).isEqualTo(200);
		JsonNode view = this.json.readTree(response.getBody());
		assertThat(view.at("/circuitBreaker/state").textValue()).isEqualTo(state.name());
		assertThat(view.has("methods")).isTrue();
		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo(state.name());
	}

	@ParameterizedTest
	@ValueSource(strings = { "forced_open", "forced-open", "Forced_Open", " FORCED_OPEN " })
	void postTakesTheStateInAnyCase(String state) throws Exception {
		post("/payment", "{\"circuitBreaker\": \"" + state + "\"}");

		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("FORCED_OPEN");
	}

	@Test
	void postWhenForcedOpenRejectsAndCountsUntilClosed() throws Exception {
		post("/payment", "{\"circuitBreaker\": \"FORCED_OPEN\"}");

		assertThat(this.client.charge("x")).startsWith("fallback CircuitBreakerOpenException");
		this.ticker.advance(Duration.ofDays(1));
		JsonNode breaker = get("/payment").get("circuitBreaker");
		assertThat(breaker.get("state").textValue()).isEqualTo("FORCED_OPEN");
		assertThat(breaker.get("notPermittedCalls").intValue()).isOne();
		assertThat(breaker.get("retryAfter").isNull()).isTrue();

		post("/payment", "{\"circuitBreaker\": \"CLOSED\"}");
		assertThat(this.client.charge("x")).isEqualTo("charged x");
	}

	@Test
	void postWhenAlreadyInTheStateChangesNothing() throws Exception {
		this.client.charge("x");
		String since = text(get("/payment").at("/circuitBreaker/since"));

		post("/payment", "{\"circuitBreaker\": \"CLOSED\"}");

		assertThat(text(get("/payment").at("/circuitBreaker/since"))).isEqualTo(since);
		assertThat(get("/payment").at("/circuitBreaker/bufferedCalls").intValue()).isOne();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"circuitBreaker\": \"AJAR\"}|circuitBreaker: AJAR (expected: " + STATES + ")",
			"{\"circuitBreaker\": \"\"}|circuitBreaker:  (expected: " + STATES + ")",
			"{\"circuitBreaker\": 5}|circuitBreaker: 5 (expected: " + STATES + ")",
			"{\"circuitBreaker\": true}|circuitBreaker: true (expected: " + STATES + ")",
			"{}|Nothing to do: send {\"circuitBreaker\": \"<state>\"} with a state of " + STATES + ".",
			"{\"circuitBreaker\": null}|Nothing to do: send {\"circuitBreaker\": \"<state>\"} with a state of " + STATES
					+ ".",
			"{\"circuit_breaker\": \"OPEN\"}|Nothing to do: send {\"circuitBreaker\": \"<state>\"} with a state of "
					+ STATES + ".",
			"{\"state\": \"OPEN\", \"x\": \"y\"}|Nothing to do: send {\"circuitBreaker\": \"<state>\"} with a state of "
					+ STATES + "." })
	void postWhenBodyIsBadAnswersWithAMessage(String body, String message) throws Exception {
		ResponseEntity<String> response = post("/payment", body);

		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(this.json.readTree(response.getBody()).get("message").textValue()).isEqualTo(message);
		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("CLOSED");
	}

	@Test
	void postWhenBodyIsMissingAnswersWithAMessage() throws Exception {
		ResponseEntity<String> response = post("/payment", null);

		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(this.json.readTree(response.getBody()).get("message").textValue()).startsWith("Nothing to do");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{", "[]", "\"OPEN\"", "{\"circuitBreaker\": {\"a\": 1}}", "{\"circuitBreaker\": [\"OPEN\"]}" })
	void postWhenBodyIsNoObjectOfStringsIsBad(String body) throws Exception {
		assertThat(post("/payment", body).getStatusCode().value()).isEqualTo(400);
		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("CLOSED");
	}

	@Test
	void postWhenFieldsAreUnknownBesidesTheStateMovesTheBreaker() throws Exception {
		assertThat(
				post("/payment", "{\"circuitBreaker\": \"OPEN\", \"reason\": \"maintenance\"}").getStatusCode().value())
			.isEqualTo(200);
		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("OPEN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "unused", "silent" })
	void postWhenInstanceHasNoBreakerIsBad(String instance) throws Exception {
		ResponseEntity<String> response = post("/" + instance, "{\"circuitBreaker\": \"OPEN\"}");

		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(this.json.readTree(response.getBody()).get("message").textValue())
			.isEqualTo("Instance '" + instance + "' has no circuit breaker.");
		assertThat(get("").at("/instances/" + instance).has("circuitBreaker")).isFalse();
	}

	@Test
	void unknownInstanceIsNotFoundWithAMessage() throws Exception {
		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)) {
			ResponseEntity<String> response = exchange(method, "/nobody",
					(method == HttpMethod.POST) ? "{\"circuitBreaker\": \"OPEN\"}" : null);

			assertThat(response.getStatusCode().value()).isEqualTo(404);
			assertThat(this.json.readTree(response.getBody()))
				.isEqualTo(this.json.readTree("{\"message\": \"There is no instance 'nobody'.\"}"));
		}
	}

	@Test
	void unknownInstancesLeaveNothingBehind() throws Exception {
		List<String> before = names();
		for (int i = 0; i < 334; i++) {
			exchange(HttpMethod.GET, "/random-" + i, null);
			exchange(HttpMethod.POST, "/random-" + i, "{\"circuitBreaker\": \"OPEN\"}");
			exchange(HttpMethod.DELETE, "/random-" + i, null);
		}

		assertThat(names()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PAYMENT", "payment ", "<script>alert(1)</script>", "${jndi:ldap://x}", "' or 1=1 --",
			"%2e%2e", "..", "payment;a=b", "ключ", "\u0000", "\r\nX: y", "resilience.instances.payment", "[payment]",
			"#{1+1}" })
	void hostileNameIsNotFoundAndLeavesNothingBehind(String name) throws Exception {
		List<String> before = names();

		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)) {
			ResponseEntity<String> response = exchange(method, "/" + encode(name),
					(method == HttpMethod.POST) ? "{\"circuitBreaker\": \"OPEN\"}" : null);

			assertThat(response.getStatusCode().is4xxClientError()).isTrue();
			assertThat(response.getHeaders().containsKey("X")).isFalse();
		}
		assertThat(names()).isEqualTo(before);
		assertThat(get("/payment").at("/circuitBreaker/state").textValue()).isEqualTo("CLOSED");
	}

	@Test
	void hostileNameWhenVeryLongIsAnswered() {
		assertThat(exchange(HttpMethod.GET, "/" + "x".repeat(6000), null).getStatusCode().is4xxClientError()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(CircuitState.class)
	void deleteResetsFromAnyState(CircuitState state) throws Exception {
		open();
		this.client.charge("rejected");
		post("/payment", "{\"circuitBreaker\": \"" + state + "\"}");

		ResponseEntity<String> response = exchange(HttpMethod.DELETE, "/payment", null);

		assertThat(response.getStatusCode().value()).isEqualTo(200);
		JsonNode view = this.json.readTree(response.getBody());
		JsonNode breaker = view.get("circuitBreaker");
		assertThat(breaker.get("state").textValue()).isEqualTo("CLOSED");
		assertThat(breaker.get("bufferedCalls").intValue()).isZero();
		assertThat(breaker.get("failedCalls").intValue()).isZero();
		assertThat(breaker.get("notPermittedCalls").intValue()).isZero();
		assertThat(breaker.get("failureRate").isNull()).isTrue();
		assertThat(view.at("/retry/failedWithRetry").intValue()).isZero();
		assertThat(view.at("/fallback/succeeded").intValue()).isZero();
		assertThat(view.has("methods")).isTrue();
	}

	@Test
	void deleteOfAllIsNotAllowed() {
		assertThat(exchange(HttpMethod.DELETE, "", null).getStatusCode().value()).isEqualTo(405);
	}

	@Test
	void responseIsJson() {
		assertThat(exchange(HttpMethod.GET, "", null).getHeaders().getContentType()).satisfies((type) -> assertThat(
				MediaType.APPLICATION_JSON.isCompatibleWith(type) || type.getSubtype().endsWith("+json"))
			.isTrue());
	}

	private void open() throws Exception {
		this.client.fail(new IOException());
		this.client.charge("fails and opens");
	}

	private List<String> names() {
		return this.resilience.instances().stream().map(ResilienceInstance::name).toList();
	}

	private JsonNode get(String path) throws Exception {
		ResponseEntity<String> response = exchange(HttpMethod.GET, path, null);
		assertThat(response.getStatusCode().value()).isEqualTo(200);
		return this.json.readTree(response.getBody());
	}

	private ResponseEntity<String> post(String path, @Nullable String body) {
		return exchange(HttpMethod.POST, path, body);
	}

	private ResponseEntity<String> exchange(HttpMethod method, String path, @Nullable String body) {
		RequestEntity.BodyBuilder request = RequestEntity
			.method(method, URI.create("http://localhost:" + this.port + "/actuator/resilience" + path))
			.contentType(MediaType.APPLICATION_JSON);
		return this.http.exchange((body != null) ? request.body(body) : request.build(), String.class);
	}

	private JsonNode setting(String value, String origin) throws Exception {
		return this.json.readTree("{\"value\": " + value + ", \"origin\": \"" + origin + "\"}");
	}

	private static String text(JsonNode node) {
		assertThat(node.isTextual()).isTrue();
		return node.textValue();
	}

	private static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Client.class)
	static class Application {

		@Bean
		ManualTicker ticker() {
			return new ManualTicker();
		}

	}

	static class Client {

		private final ManualTicker ticker;

		private volatile @Nullable Exception failure;

		private volatile Duration takes = Duration.ZERO;

		Client(ManualTicker ticker) {
			this.ticker = ticker;
		}

		void fail(@Nullable Exception failure) {
			this.failure = failure;
		}

		void take(Duration duration) {
			this.takes = duration;
		}

		@CircuitBreaker("payment")
		@Bulkhead("payment")
		@Retry("payment")
		@Fallback("fallback")
		String charge(String order) throws Exception {
			this.ticker.advance(this.takes);
			if (this.failure != null) {
				throw this.failure;
			}
			return "charged " + order;
		}

		private String fallback(Exception ex) {
			return "fallback " + ex.getClass().getSimpleName();
		}

		@CircuitBreaker("automatic")
		void automatic() {
		}

		@Bulkhead("payment")
		String hold(CountDownLatch entered, CountDownLatch leave) throws InterruptedException {
			entered.countDown();
			leave.await();
			return "held";
		}

		@Retry("plain")
		void plain() {
		}

		@Fallback("fallback")
		String alone() {
			return "alone";
		}

		@Bulkhead("silent")
		void silent() {
		}

		@Retry("a b.ü")
		void strangelyNamed() {
		}

	}

}
