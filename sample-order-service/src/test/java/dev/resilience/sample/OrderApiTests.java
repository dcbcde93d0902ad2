package dev.resilience.sample;

import java.util.Map;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop while all is well.
 */
@ShopTest
class OrderApiTests {

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
	}

	@Test
	void placeWhenAllIsWellIsPaid() {
		Answer placed = this.shop.placeOrder("alice", "coffee", 2);

		assertThat(placed.status()).isEqualTo(201);
		assertThat(placed.text("status")).isEqualTo("PAID");
		assertThat(placed.text("message")).isEqualTo("Payment received");
		assertThat(placed.body().path("amount").decimalValue()).isEqualByComparingTo("37.80");
		assertThat(placed.location()).hasPath("/orders/" + placed.text("id"));
		assertThat(this.shop.charges(placed.text("id"))).singleElement()
			.satisfies((charge) -> assertThat(charge.path("amount").decimalValue()).isEqualByComparingTo("37.80"));
	}

	@Test
	void findWhenPlacedIsSameOrder() {
		Answer placed = this.shop.placeOrder("bob", "teapot", 1);

		assertThat(this.shop.get("/orders/" + placed.text("id")).body()).isEqualTo(placed.body());
		assertThat(this.shop.get("/orders?limit=1").body()).containsExactly(placed.body());
	}

	@Test
	void findWhenUnknownIs404() {
		Answer answer = this.shop.get("/orders/00000000-0000-0000-0000-000000000000");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.text("detail")).isEqualTo("No order has the id '00000000-0000-0000-0000-000000000000'");
	}

	@Test
	void placeWhenRequestIsWrongIs400AndNamesEachField() {
		Answer answer = this.shop.post("/orders", Map.of("userId", " ", "productId", "coffee", "quantity", 0));

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body().path("errors").valueStream().map((error) -> error.asString()))
			.containsExactly("quantity must be greater than or equal to 1", "userId must not be blank");
	}

	@ParameterizedTest
	@CsvSource({ "nobody, coffee, No user has the id 'nobody'",
			"alice, nothing, No product on the price list has the id 'nothing'" })
	void placeWhenUserOrProductIsUnknownIs404(String userId, String productId, String detail) {
		Answer answer = this.shop.placeOrder(userId, productId, 1);

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.text("detail")).isEqualTo(detail);
	}

	@Test
	void placeWhenOutOfStockIs409AndBreakerDoesNotCount() {
		Answer answer = this.shop.placeOrder("alice", "coffee", 51);

		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text("detail")).isEqualTo("There are not 51 pieces of 'coffee' in stock");
		assertThat(this.shop.instance("inventory").path("circuitBreaker").path("bufferedCalls").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "/orders/x", "/orders?limit=0", "/orders?limit=501", "/orders?limit=many" })
	void getWhenParameterIsWrongIs400(String path) {
		assertThat(this.shop.get(path).status()).isEqualTo(400);
	}

	@Test
	void userWhenKnownIsVerified() {
		Answer answer = this.shop.get("/users/alice");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("name")).isEqualTo("Alice Liddell");
		assertThat(answer.body().path("verified").asBoolean()).isTrue();
	}

	@Test
	void userWhenUnknownIs404AndBreakerDoesNotCount() {
		assertThat(this.shop.get("/users/nobody").status()).isEqualTo(404);
		assertThat(this.shop.instance("users").path("circuitBreaker").path("bufferedCalls").asInt()).isZero();
	}

}
