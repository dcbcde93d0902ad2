package dev.resilience.sample;

import java.util.Map;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The users, inventory and catalog services fail, each in its own way.
 */
@ShopTest
class DegradedServicesEndToEndTests {

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
	}

	@Test
	void productWhenCatalogIsUpIsFull() {
		Answer product = this.shop.get("/products/coffee");

		assertThat(product.text("detail")).isEqualTo("FULL");
		assertThat(product.text("description")).isEqualTo("Dark, from the hills.");
		assertThat(product.body().path("notice").isNull()).isTrue();
		assertThat(product.degraded()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "down", "hang", "reset" })
	void productWhenCatalogFailsAndItWasSeenBeforeIsTheLastGoodOneWithANotice(String fault) {
		this.shop.get("/products/coffee");
		this.shop.inject("catalog", fault);

		Answer product = this.shop.get("/products/coffee");

		assertThat(product.status()).isEqualTo(200);
		assertThat(product.text("detail")).isEqualTo("FULL");
		assertThat(product.text("notice")).matches("Stale: this is the page of \\d+ seconds ago\\.");
		assertThat(product.degraded()).isEqualTo("catalog;rung=stale-if-error");
		JsonNode view = this.shop.instance("catalog").path("staleIfError");
		assertThat(view.path("entries").asInt()).isEqualTo(1);
		assertThat(view.path("staleAnswers").asInt()).isEqualTo(1);
	}

	@Test
	void productWhenCatalogIsBackHasNoNotice() {
		this.shop.get("/products/coffee");
		this.shop.inject("catalog", "down");
		this.shop.get("/products/coffee");
		this.shop.inject("catalog", "up");

		Answer product = this.shop.get("/products/coffee");

		assertThat(product.body().path("notice").isNull()).isTrue();
		assertThat(product.degraded()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "down", "hang", "reset" })
	void productWhenCatalogFailsIsBasic(String fault) {
		this.shop.inject("catalog", fault);

		Answer product = this.shop.get("/products/coffee");

		assertThat(product.status()).isEqualTo(200);
		assertThat(product.text("detail")).isEqualTo("BASIC");
		assertThat(product.text("name")).isEqualTo("Coffee beans, 1 kg");
		assertThat(product.body().path("price").decimalValue()).isEqualByComparingTo("18.90");
		assertThat(product.degraded()).isEqualTo("catalog;rung=basicProduct");
	}

	@Test
	void productWhenCatalogFailsAndItIsNotOnPriceListIsGeneric() {
		this.shop.inject("catalog", "down");

		Answer product = this.shop.get("/products/grinder");

		assertThat(product.status()).isEqualTo(200);
		assertThat(product.text("detail")).isEqualTo("GENERIC");
		assertThat(product.body().path("price").isNull()).isTrue();
	}

	@Test
	void productWhenUnknownIs404AndNoRungAnswers() {
		assertThat(this.shop.get("/products/nothing").status()).isEqualTo(404);
		assertThat(this.shop.instance("catalog").path("circuitBreaker").path("bufferedCalls").asInt()).isZero();
	}

	@Test
	void productWhenCatalogIsSlowIsTheLastGoodOneAsSoonAsCircuitOpens() {
		this.shop.inject("catalog", "slow");

		for (int i = 0; i < 10; i++) {
			this.shop.get("/products/coffee");
		}

		JsonNode circuitBreaker = this.shop.awaitCircuit("catalog", "OPEN").path("circuitBreaker");
		assertThat(circuitBreaker.path("slowCallRate").asDouble()).isGreaterThanOrEqualTo(80);
		assertThat(circuitBreaker.path("failureRate").asDouble()).isLessThan(50);
		assertThat(this.shop.get("/products/coffee").text("notice")).startsWith("Stale: ");
		assertThat(this.shop.get("/products/grinder").text("detail")).isEqualTo("GENERIC");
	}

	@Test
	void orderWhenUsersAreDownIsTakenOnTrust() {
		this.shop.inject("users", "down");

		assertThat(this.shop.placeOrder("nobody-can-tell", "coffee", 1).text("status")).isEqualTo("PAID");
	}

	@Test
	void userWhenUsersAreDownIs503() {
		this.shop.inject("users", "down");

		assertThat(this.shop.get("/users/alice").status()).isEqualTo(503);
		assertThat(this.shop.instance("users").path("retry").path("failedWithRetry").asInt()).isEqualTo(1);
	}

	@Test
	void userWhenUsersAreFlakyIsMostlyThereThanksToRetry() {
		this.shop.inject("users", "flaky");
		this.shop.post("/actuator/resilience/users", Map.of("circuitBreaker", "DISABLED"));

		await().untilAsserted(() -> {
			assertThat(this.shop.get("/users/alice").status()).isEqualTo(200);
			assertThat(this.shop.instance("users").path("retry").path("succeededWithRetry").asInt()).isPositive();
		});
	}

	@Test
	void orderWhenInventoryIsDownIs503AndNothingIsStored() {
		String before = this.shop.get("/orders?limit=1").body().toString();
		this.shop.inject("inventory", "down");

		Answer answer = this.shop.placeOrder("alice", "coffee", 1);

		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.text("detail"))
			.isEqualTo("A service that the shop calls does not answer. Please try again later.");
		assertThat(this.shop.get("/orders?limit=1").body()).hasToString(before);
	}

	@Test
	void orderWhenInventoryCircuitIsOpenIs503WithRetryAfter() {
		this.shop.inject("inventory", "down");
		for (int i = 0; i < 5; i++) {
			this.shop.placeOrder("alice", "coffee", 1);
		}
		this.shop.awaitCircuit("inventory", "OPEN");

		Answer answer = this.shop.placeOrder("alice", "coffee", 1);

		assertThat(answer.status()).isEqualTo(503);
		assertThat(Integer.parseInt(answer.retryAfter())).isBetween(1, 10);
	}

}
