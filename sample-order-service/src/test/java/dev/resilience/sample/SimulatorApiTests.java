package dev.resilience.sample;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class SimulatorApiTests {

	@Autowired
	private Shop shop;

	@BeforeEach
	void reset() {
		this.shop.reset();
	}

	@Test
	void simulatorShowsFaultOfEachService() {
		this.shop.inject("catalog", "flaky");

		assertThat(this.shop.get("/simulator").body())
			.hasToString("{\"payment\":\"up\",\"inventory\":\"up\",\"users\":\"up\",\"catalog\":\"flaky\"}");
	}

	@Test
	void injectWhenServiceIsUnknownIs404AndNamesThoseThereAre() {
		Answer answer = this.shop.post("/simulator/shipping/down", null);

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.text("detail"))
			.isEqualTo("Unknown service 'shipping' (expected: payment, inventory, users, catalog)");
	}

	@Test
	void injectWhenFaultIsUnknownIs400AndNamesThoseThereAre() {
		Answer answer = this.shop.post("/simulator/payment/tired", null);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text("detail"))
			.isEqualTo("Unknown fault 'tired' (expected: up, down, slow, hang, reset, flaky)");
	}

}
