package dev.resilience.sample.downstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DownstreamClientsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class))
		.withUserConfiguration(Clients.class);

	@Test
	void createWhenServiceHasNoAddressSaysWhichPropertyIsMissing() {
		this.runner.run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> context.getBean(DownstreamClients.class).create(DownstreamService.PAYMENT))
			.withMessage("services.payment.base-url is not set (expected: a URL, or simulator.enabled: true)"));
	}

	@Test
	void createWhenBothAreThereTakesPropertyBeforeSimulator() throws IOException {
		try (ServerSocket real = silentServer(); ServerSocket simulated = silentServer()) {
			this.runner.withBean(ServiceLocator.class, () -> (service) -> address(simulated))
				.withPropertyValues("services.payment.base-url=" + address(real), "services.payment.read-timeout=50ms")
				.run((context) -> {
					RestClient client = context.getBean(DownstreamClients.class).create(DownstreamService.PAYMENT);

					assertThatExceptionOfType(ResourceAccessException.class)
						.isThrownBy(() -> client.get().uri("/").retrieve().toBodilessEntity())
						.withMessageContaining(address(real).toString());
				});
		}
	}

	private static ServerSocket silentServer() throws IOException {
		return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	private static URI address(ServerSocket server) {
		return URI.create("http://localhost:" + server.getLocalPort());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServicesProperties.class)
	@Import(DownstreamClients.class)
	static class Clients {

	}

}
