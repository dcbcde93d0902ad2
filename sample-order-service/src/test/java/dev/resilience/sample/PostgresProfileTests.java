package dev.resilience.sample;

import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.PostgresServer;
import dev.resilience.sample.testing.Shop;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The profile {@code postgres} against a real server.
 */
class PostgresProfileTests {

	@Test
	void orderWhenPaymentWasDownIsPaidOnceItIsBack() throws Exception {
		try (PostgresServer server = PostgresServer.startOrSkip();
				ConfigurableApplicationContext context = start(server)) {
			Shop shop = new Shop(context.getEnvironment());
			assertThat(context.getBean(JdbcClient.class).sql("select version()").query(String.class).single())
				.startsWith("PostgreSQL");

			shop.inject("payment", "down");
			Answer order = shop.placeOrder("alice", "coffee", 2);
			assertThat(order.text("status")).isEqualTo("PENDING");
			shop.inject("payment", "up");

			shop.awaitOrder(order.text("id"), "PAID");
			assertThat(shop.charges(order.text("id"))).hasSize(1);
			assertThat(shop.get("/orders").body()).hasSize(1);
			assertThat(shop.get("/orders/" + order.text("id")).text("placedAt")).isEqualTo(order.text("placedAt"));
		}
	}

	private static ConfigurableApplicationContext start(PostgresServer server) {
		return SpringApplication.run(SampleOrderServiceApplication.class, "--spring.profiles.active=postgres,test",
				"--server.port=0", "--spring.datasource.url=" + server.url(),
				"--spring.datasource.username=" + server.username());
	}

}
