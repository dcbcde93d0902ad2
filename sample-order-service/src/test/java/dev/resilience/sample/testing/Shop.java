package dev.resilience.sample.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shop as a customer, an operator and the simulator's user meet it: over HTTP only.
 */
public final class Shop {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> SERVICES = List.of("payment", "inventory", "users", "catalog");

	private static final List<String> INSTANCES = List.of("payment", "inventory", "users", "catalog", "orders");

	private final JsonMapper json = new JsonMapper();

	private final RestClient rest = RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()).build();

	private final Supplier<String> port;

	/**
	 * Create a customer of the shop that runs in this environment, once it runs.
	 * @param environment where the shop publishes its port
	 */
	@Autowired
	public Shop(Environment environment) {
		this.port = () -> environment.getRequiredProperty("local.server.port");
	}

	public Shop(int port) {
		this.port = () -> String.valueOf(port);
	}

	/**
	 * Play an outage that no test looks at. The first calls after a start load classes
	 * and are slow; tests measure what customers see on every other day.
	 */
	@EventListener(ApplicationReadyEvent.class)
	public void warmUp() {
		for (String fault : List.of("up", "down", "hang", "reset")) {
			inject("payment", fault);
			placeOrder("alice", "coffee", 1);
		}
		get("/products/coffee");
		reset();
	}

	/**
	 * Mend every service, let the shop get over what happened and forget it.
	 */
	public void reset() {
		SERVICES.forEach((service) -> inject(service, "up"));
		// Open circuits would keep queued payments waiting, and those would be counted
		// later
		forget();
		awaitNoOrderPending();
		forget();
	}

	private void forget() {
		INSTANCES.forEach((instance) -> assertThat(delete("/actuator/resilience/" + instance).status()).isEqualTo(200));
	}

	public Answer placeOrder(String userId, String productId, int quantity) {
		return post("/orders", Map.of("userId", userId, "productId", productId, "quantity", quantity));
	}

	public String orderStatus(String id) {
		return get("/orders/" + id).text("status");
	}

	public void inject(String service, String fault) {
		assertThat(post("/simulator/" + service + "/" + fault, null).status()).isEqualTo(200);
	}

	/**
	 * Return the charges that the payment provider made for an order.
	 * @param orderId which order
	 * @return its charges
	 */
	public List<JsonNode> charges(String orderId) {
		return charges().filter((charge) -> charge.path("orderId").asString().equals(orderId)).toList();
	}

	public List<String> chargedOrders() {
		return charges().map((charge) -> charge.path("orderId").asString()).toList();
	}

	private Stream<JsonNode> charges() {
		return get("/simulator/payment/charges").body().valueStream();
	}

	/**
	 * Return what {@code /actuator/resilience} says of an instance.
	 * @param name which instance
	 * @return its view
	 */
	public JsonNode instance(String name) {
		return get("/actuator/resilience").body().path("instances").path(name);
	}

	/**
	 * Return what a dashboard sees.
	 * @param name the name of a meter, and perhaps tags: {@code ?tag=name:payment}
	 * @return its value
	 */
	public double meter(String name) {
		return get("/actuator/metrics/" + name).body().path("measurements").path(0).path("value").asDouble();
	}

	/**
	 * Wait until a circuit is in a state.
	 * @param name which instance
	 * @param state which state
	 * @return the view of the instance in that state
	 */
	public JsonNode awaitCircuit(String name, String state) {
		return patiently().until(() -> instance(name),
				(instance) -> instance.path("circuitBreaker").path("state").asString().equals(state));
	}

	public void awaitOrder(String id, String status) {
		patiently().untilAsserted(() -> assertThat(orderStatus(id)).isEqualTo(status));
	}

	private void awaitNoOrderPending() {
		patiently().untilAsserted(() -> assertThat(get("/orders?limit=500").body())
			.noneMatch((order) -> order.path("status").asString().equals("PENDING")));
	}

	private static ConditionFactory patiently() {
		return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
	}

	public Answer get(String path) {
		return send(HttpMethod.GET, path, null);
	}

	public Answer post(String path, @Nullable Object body) {
		return send(HttpMethod.POST, path, body);
	}

	public Answer delete(String path) {
		return send(HttpMethod.DELETE, path, null);
	}

	private Answer send(HttpMethod method, String path, @Nullable Object body) {
		long begin = System.nanoTime();
		RestClient.RequestBodySpec request = this.rest.method(method).uri("http://localhost:" + this.port.get() + path);
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON).body(this.json.writeValueAsString(body));
		}
		return request.exchange((sent, response) -> {
			HttpHeaders headers = response.getHeaders();
			JsonNode json = this.json.readTree(response.getBody());
			return new Answer(response.getStatusCode().value(), headers.getLocation(),
					headers.getFirst(HttpHeaders.RETRY_AFTER), headers.getFirst("X-Degraded"), json,
					Duration.ofNanos(System.nanoTime() - begin));
		});
	}

}
