package dev.resilience.sample.simulator;

import java.time.Duration;
import java.util.Map;

import dev.resilience.sample.downstream.DownstreamService;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the simulated services are played.
 *
 * @param enabled Whether the services without a base URL are simulated.
 * @param ports Port of each service. A free one is taken if it is not set.
 * @param slowDelay Time that a slow service takes to answer.
 */
@ConfigurationProperties("simulator")
record SimulatorProperties(@DefaultValue("true") boolean enabled, @DefaultValue Map<DownstreamService, Integer> ports,
		@DefaultValue("200ms") Duration slowDelay) {

	private static final int ANY_FREE_PORT = 0;

	int port(DownstreamService service) {
		return this.ports.getOrDefault(service, ANY_FREE_PORT);
	}

}
