package dev.resilience.sample;

import java.util.stream.IntStream;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A provider that says no is a provider that works.
 */
@ShopTest
class DeclinedPaymentEndToEndTests {

	private static final String TOO_EXPENSIVE = "espresso-machine";

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
	}

	@Test
	void placeWhenDeclinedSaysSoAndOrderIsDeclined() {
		Answer answer = this.shop.placeOrder("alice", TOO_EXPENSIVE, 1);

		assertThat(answer.status()).isEqualTo(402);
		assertThat(answer.text("detail")).isEqualTo("Payment declined by the provider");
		assertThat(this.shop.orderStatus(answer.text("orderId"))).isEqualTo("DECLINED");
		assertThat(this.shop.charges(answer.text("orderId"))).isEmpty();
	}

	@Test
	void placeWhenDeclinedManyTimesNeitherRetriesNorTripsNorFallsBack() {
		IntStream.range(0, 15).forEach((i) -> this.shop.placeOrder("alice", TOO_EXPENSIVE, 1));

		JsonNode payment = this.shop.instance("payment");
		assertThat(payment.path("circuitBreaker").path("state").asString()).isEqualTo("CLOSED");
		assertThat(payment.path("circuitBreaker").path("failedCalls").asInt()).isZero();
		assertThat(payment.path("retry").path("failedWithoutRetry").asInt()).isEqualTo(15);
		assertThat(payment.path("retry").path("failedWithRetry").asInt()).isZero();
		assertThat(payment.path("fallback").path("succeeded").asInt()).isZero();
	}

	@Test
	void queuedPaymentWhenDeclinedLaterDeclinesOrder() {
		this.shop.inject("payment", "down");
		Answer placed = this.shop.placeOrder("alice", TOO_EXPENSIVE, 1);
		assertThat(placed.text("status")).isEqualTo("PENDING");

		this.shop.inject("payment", "up");

		this.shop.awaitOrder(placed.text("id"), "DECLINED");
	}

}
