package dev.resilience.sample.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import dev.resilience.sample.downstream.DownstreamService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

class SimulatorTests {

	private static final Duration SLOW_DELAY = Duration.ofMillis(300);

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static Simulator simulator;

	@BeforeAll
	static void start() {
		simulator = new Simulator(new SimulatorProperties(true, Map.of(), SLOW_DELAY), Clock.systemUTC());
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@BeforeEach
	void mend() {
		for (DownstreamService service : DownstreamService.values()) {
			simulator.inject(service, Fault.UP);
		}
	}

	@Test
	void serviceWhenUpAnswers() throws Exception {
		assertThat(getUser("alice").body()).contains("Alice Liddell");
		assertThat(getUser("nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void serviceWhenDownAnswers503() throws Exception {
		simulator.inject(DownstreamService.USERS, Fault.DOWN);

		assertThat(getUser("alice").statusCode()).isEqualTo(503);
	}

	@Test
	void serviceWhenSlowAnswersLate() throws Exception {
		simulator.inject(DownstreamService.USERS, Fault.SLOW);

		long begin = System.nanoTime();
		assertThat(getUser("alice").statusCode()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SLOW_DELAY);
	}

	@Test
	void serviceWhenHangingDoesNotAnswerUntilMended() throws Exception {
		simulator.inject(DownstreamService.USERS, Fault.HANG);
		for (int i = 0; i < 30; i++) {
			assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> client
				.send(user("alice").timeout(Duration.ofMillis(20)).build(), HttpResponse.BodyHandlers.ofString()));
		}

		simulator.inject(DownstreamService.USERS, Fault.UP);

		assertThat(getUser("alice").statusCode()).isEqualTo(200);
	}

	@Test
	void serviceWhenResettingBreaksConnection() {
		simulator.inject(DownstreamService.PAYMENT, Fault.RESET);

		assertThatIOException().isThrownBy(() -> charge("reset", "18.90"));
		assertThat(simulator.charges()).noneMatch((charge) -> charge.idempotencyKey().equals("reset"));
	}

	@Test
	void serviceWhenFlakyFailsThreeTimesOfTen() throws Exception {
		simulator.inject(DownstreamService.USERS, Fault.FLAKY);

		int failures = 0;
		for (int i = 0; i < 200; i++) {
			failures += (getUser("alice").statusCode() == 503) ? 1 : 0;
		}

		// six standard deviations around 60: wrong once in a thousand million runs
		assertThat(failures).isBetween(21, 99);
	}

	@Test
	void otherServicesWhenOneIsDownAreUp() throws Exception {
		simulator.inject(DownstreamService.PAYMENT, Fault.DOWN);

		assertThat(getUser("alice").statusCode()).isEqualTo(200);
	}

	@Test
	void chargeWhenAskedAgainWithSameKeyIsMadeOnce() throws Exception {
		HttpResponse<String> first = charge("once", "18.90");
		HttpResponse<String> second = charge("once", "18.90");

		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(second.statusCode()).isEqualTo(201);
		assertThat(simulator.charges()).filteredOn((charge) -> charge.idempotencyKey().equals("once"))
			.singleElement()
			.extracting(Charge::requests)
			.isEqualTo(2);
	}

	@Test
	void chargeWhenHangingIsMadeThoughNobodyHearsOfIt() {
		simulator.inject(DownstreamService.PAYMENT, Fault.HANG);

		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> client.send(chargeRequest("unheard", "18.90").timeout(Duration.ofMillis(200)).build(),
					HttpResponse.BodyHandlers.ofString()));
		await().untilAsserted(
				() -> assertThat(simulator.charges()).anyMatch((charge) -> charge.idempotencyKey().equals("unheard")));
	}

	@Test
	void chargeWhenDownIsNotMade() throws Exception {
		simulator.inject(DownstreamService.PAYMENT, Fault.DOWN);

		assertThat(charge("down", "18.90").statusCode()).isEqualTo(503);
		assertThat(simulator.charges()).noneMatch((charge) -> charge.idempotencyKey().equals("down"));
	}

	@Test
	void chargeWhenAmountIsAboveLimitIsDeclined() throws Exception {
		assertThat(charge("too-much", "1000.01").statusCode()).isEqualTo(402);
		assertThat(simulator.charges()).noneMatch((charge) -> charge.idempotencyKey().equals("too-much"));
	}

	@Test
	void chargeWhenKeyIsMissingIsRefused() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri(DownstreamService.PAYMENT, "/charges"))
			.POST(HttpRequest.BodyPublishers.ofString("{\"orderId\": \"o\", \"amount\": 1}"))
			.build();

		assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
			.contains("The header Idempotency-Key is missing");
	}

	private static HttpResponse<String> charge(String key, String amount) throws IOException, InterruptedException {
		return client.send(chargeRequest(key, amount).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest.Builder chargeRequest(String key, String amount) {
		return HttpRequest.newBuilder(uri(DownstreamService.PAYMENT, "/charges"))
			.header("Idempotency-Key", key)
			.POST(HttpRequest.BodyPublishers.ofString("{\"orderId\": \"o\", \"amount\": " + amount + "}"));
	}

	private static HttpResponse<String> getUser(String id) throws IOException, InterruptedException {
		return client.send(user(id).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest.Builder user(String id) {
		return HttpRequest.newBuilder(uri(DownstreamService.USERS, "/users/" + id));
	}

	private static URI uri(DownstreamService service, String path) {
		return URI.create(simulator.locate(service) + path);
	}

}
