package dev.resilience.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * So many and no more, with the limits of {@code application.yml}. Here a slow service
 * takes long enough to fill them, and is waited for.
 */
@ShopTest
@TestPropertySource(properties = { "simulator.slow-delay=3s", "services.users.read-timeout=10s",
		"services.inventory.read-timeout=10s" })
class BulkheadEndToEndTests {

	private static final Duration SLOW = Duration.ofSeconds(3);

	private final ExecutorService customers = Executors.newCachedThreadPool();

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
	}

	@AfterEach
	void sendCustomersHome() {
		this.customers.shutdownNow();
	}

	@Test
	void userWhenTwentyAreInFlightIsRefusedAfterHalfASecond() {
		this.shop.inject("users", "slow");
		List<CompletableFuture<Answer>> first = send(20, () -> this.shop.get("/users/alice"));
		awaitConcurrentCalls("users", 20);

		Answer refused = this.shop.get("/users/alice");

		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.took()).isBetween(Duration.ofMillis(500), SLOW);
		assertThat(first).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(200));
	}

	@Test
	void orderWhenTenReserveStockIsRefusedAfterAFifthOfASecond() {
		this.shop.inject("inventory", "slow");
		List<CompletableFuture<Answer>> first = send(10, this::placeOrder);
		awaitConcurrentCalls("inventory", 10);

		Answer refused = placeOrder();

		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.took()).isBetween(Duration.ofMillis(200), SLOW);
		assertThat(first).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(201));
	}

	@Test
	void orderWhenThirtyAreInFlightIsRefusedAfterASecond() {
		// 20 wait for the users service, the others are taken on trust and wait for the
		// inventory
		this.shop.inject("users", "slow");
		this.shop.inject("inventory", "slow");
		List<CompletableFuture<Answer>> first = send(30, this::placeOrder);
		awaitConcurrentCalls("orders", 30);

		Answer refused = placeOrder();

		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.took()).isBetween(Duration.ofSeconds(1), SLOW);
		assertThat(this.shop.instance("orders").path("bulkhead").path("rejectedCalls").asInt()).isEqualTo(1);
		first.forEach(CompletableFuture::join);
	}

	private Answer placeOrder() {
		return this.shop.placeOrder("alice", "coffee", 1);
	}

	private List<CompletableFuture<Answer>> send(int count, Supplier<Answer> request) {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			answers.add(CompletableFuture.supplyAsync(request, this.customers));
		}
		return answers;
	}

	private void awaitConcurrentCalls(String instance, int expected) {
		await().pollInterval(Duration.ofMillis(20))
			.untilAsserted(
					() -> assertThat(this.shop.instance(instance).path("bulkhead").path("concurrentCalls").asInt())
						.isEqualTo(expected));
	}

}
