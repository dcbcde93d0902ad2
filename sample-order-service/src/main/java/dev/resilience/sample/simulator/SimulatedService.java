package dev.resilience.sample.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Extension;

/**
 * One service that is played by a server of its own.
 */
final class SimulatedService {

	private static final Duration HANG = Duration.ofMinutes(1);

	private final FaultInjector faults = new FaultInjector(new Random());

	private final Duration slowDelay;

	private final WireMockServer server;

	SimulatedService(int port, Duration slowDelay, List<MappingBuilder> api, Extension... extensions) {
		this.slowDelay = slowDelay;
		// Late answers wait in a timer: a service that hangs holds no thread, and is well
		// again at once
		this.server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress("localhost")
			.port(port)
			.asynchronousResponseEnabled(true)
			.disableRequestJournal()
			.extensions(this.faults)
			.extensions(extensions));
		this.server.start();
		api.forEach(this.server::stubFor);
	}

	void inject(Fault fault) {
		this.faults.inject(fault);
		this.server.setGlobalFixedDelay((int) delay(fault).toMillis());
	}

	private Duration delay(Fault fault) {
		return switch (fault) {
			case SLOW -> this.slowDelay;
			case HANG -> HANG;
			case UP, DOWN, RESET, FLAKY -> Duration.ZERO;
		};
	}

	Fault fault() {
		return this.faults.fault();
	}

	URI baseUrl() {
		return URI.create(this.server.baseUrl());
	}

	void stop() {
		this.server.stop();
	}

}
