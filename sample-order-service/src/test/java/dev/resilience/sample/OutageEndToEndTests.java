package dev.resilience.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

/**
 * The payment provider goes down and comes back. Nobody but the provider does anything
 * about it.
 */
@ShopTest
class OutageEndToEndTests {

	private static final Duration PROMPT = Duration.ofSeconds(1);

	private static final String FALLBACKS = "resilience.fallback.calls?tag=name:payment&tag=kind:successful";

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
		assertThat(this.shop.placeOrder("alice", "coffee", 1).text("status")).isEqualTo("PAID");
	}

	@Test
	void ordersWhenPaymentIsDownArePendingAndOnceItIsBackArePaidOnce() {
		double fallbacks = this.shop.meter(FALLBACKS);
		this.shop.inject("payment", "down");

		List<Answer> orders = placeOrders(8);

		assertThat(orders).allSatisfy((order) -> {
			assertThat(order.status()).isEqualTo(201);
			assertThat(order.text("status")).isEqualTo("PENDING");
			assertThat(order.text("message")).isEqualTo("Payment queued for processing");
			assertThat(order.took()).isLessThan(PROMPT);
			assertThat(this.shop.charges(order.text("id"))).isEmpty();
		});
		JsonNode payment = this.shop.awaitCircuit("payment", "OPEN");
		assertThat(payment.path("circuitBreaker").path("failureRate").asDouble()).isGreaterThanOrEqualTo(50);
		assertThat(payment.path("circuitBreaker").path("notPermittedCalls").asLong()).isPositive();
		assertThat(payment.path("fallback").path("succeeded").asLong()).isEqualTo(8);
		assertThat(this.shop.meter(FALLBACKS)).isEqualTo(fallbacks + 8);
		assertThat(this.shop.get("/actuator/health").text("status")).isEqualTo("UP");

		this.shop.inject("payment", "up");

		this.shop.awaitCircuit("payment", "CLOSED");
		assertThat(orders).allSatisfy(this::isPaidOnce);
		assertThat(this.shop.meter("shop.payments.queued")).isZero();
		assertThat(this.shop.placeOrder("bob", "coffee", 1).text("status")).isEqualTo("PAID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "down", "slow", "hang", "reset", "flaky" })
	void ordersWhenPaymentIsFaultyAreAcceptedPromptlyAndPaidOnce(String fault) {
		this.shop.inject("payment", fault);

		List<Answer> orders = placeOrders(6);

		assertThat(orders).allSatisfy((order) -> {
			assertThat(order.status()).isEqualTo(201);
			assertThat(order.text("status")).isIn("PAID", "PENDING");
			assertThat(order.took()).isLessThan(PROMPT);
		});

		this.shop.inject("payment", "up");

		assertThat(orders).allSatisfy(this::isPaidOnce);
	}

	@Test
	void chargeWhenAnswerWasLostIsNotMadeAgain() {
		this.shop.inject("payment", "hang");
		Answer order = this.shop.placeOrder("alice", "coffee", 1);
		assertThat(order.text("status")).isEqualTo("PENDING");
		assertThat(this.shop.charges(order.text("id"))).hasSize(1);

		this.shop.inject("payment", "up");

		isPaidOnce(order);
		assertThat(this.shop.charges(order.text("id")).get(0).path("requests").asInt()).isGreaterThan(1);
	}

	private List<Answer> placeOrders(int count) {
		List<Answer> orders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			orders.add(this.shop.placeOrder("alice", "coffee", 1 + i));
		}
		return orders;
	}

	private void isPaidOnce(Answer order) {
		String id = order.text("id");
		this.shop.awaitOrder(id, "PAID");
		assertThat(this.shop.charges(id)).singleElement()
			.satisfies((charge) -> assertThat(charge.path("amount").decimalValue())
				.isEqualByComparingTo(order.body().path("amount").decimalValue()));
	}

}
