package dev.resilience.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.resilience.sample.downstream.DownstreamService;
import dev.resilience.sample.downstream.ServiceLocator;
import dev.resilience.sample.testing.Answer;
import dev.resilience.sample.testing.Shop;
import dev.resilience.sample.testing.ShopTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A shop that keeps its orders in a file stops and starts again. It calls the services
 * that the common shop simulates, so that these outlive it.
 */
@ShopTest
class RestartEndToEndTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Autowired
	private Shop common;

	@Autowired
	private ServiceLocator simulator;

	@TempDir
	private Path directory;

	@BeforeEach
	void reset() {
		this.common.reset();
	}

	@Test
	void queuedPaymentsWhenShopIsRestartedAreChargedOnce() {
		this.common.inject("payment", "down");
		List<String> orders = new ArrayList<>();
		try (ConfigurableApplicationContext context = start()) {
			Shop shop = new Shop(context.getEnvironment());
			for (int i = 0; i < 3; i++) {
				Answer order = shop.placeOrder("alice", "coffee", 1);
				assertThat(order.text("status")).isEqualTo("PENDING");
				orders.add(order.text("id"));
			}
		}
		this.common.inject("payment", "up");

		try (ConfigurableApplicationContext context = start()) {
			Shop shop = new Shop(context.getEnvironment());
			assertThat(orders).allSatisfy((order) -> {
				shop.awaitOrder(order, "PAID");
				assertThat(this.common.charges(order)).hasSize(1);
			});
		}
	}

	/**
	 * The provider has charged the payment, but its answer is still on the way when the
	 * shop's process is killed.
	 */
	@Test
	void chargedPaymentWhenShopIsKilledBeforeItKnowsIsNotChargedAgain() throws Exception {
		this.common.inject("payment", "hang");
		List<String> before = this.common.chargedOrders();
		int port = TestSocketUtils.findAvailableTcpPort();
		Process process = startProcess("--server.port=" + port, "--services.payment.read-timeout=1m",
				"--payment-queue.poll-interval=1h");
		try {
			Shop doomed = new Shop(port);
			await().atMost(PATIENCE).ignoreExceptions().until(() -> doomed.get("/actuator/health").status() == 200);
			CompletableFuture.runAsync(() -> doomed.placeOrder("alice", "coffee", 1));
			await().atMost(PATIENCE).until(() -> this.common.chargedOrders().size() > before.size());
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		List<String> charged = new ArrayList<>(this.common.chargedOrders());
		charged.removeAll(before);
		this.common.inject("payment", "up");

		try (ConfigurableApplicationContext context = start()) {
			String order = charged.get(0);
			new Shop(context.getEnvironment()).awaitOrder(order, "PAID");
			assertThat(this.common.charges(order)).singleElement()
				.satisfies((charge) -> assertThat(charge.path("requests").asInt()).isGreaterThanOrEqualTo(2));
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(SampleOrderServiceApplication.class, arguments("--server.port=0"));
	}

	private Process startProcess(String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
		command.add(SampleOrderServiceApplication.class.getName());
		command.addAll(List.of(arguments(arguments)));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("killed.log").toFile())
			.start();
	}

	private String[] arguments(String... additional) {
		List<String> arguments = new ArrayList<>(List.of(additional));
		arguments.add("--spring.profiles.active=file,test");
		arguments.add("--shop.data-directory=" + this.directory);
		arguments.add("--simulator.enabled=false");
		for (DownstreamService service : DownstreamService.values()) {
			arguments.add("--services.%s.base-url=%s".formatted(service.id(), this.simulator.locate(service)));
		}
		return arguments.toArray(String[]::new);
	}

}
