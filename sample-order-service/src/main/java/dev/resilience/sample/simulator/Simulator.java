package dev.resilience.sample.simulator;

import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.extension.Extension;
import dev.resilience.sample.downstream.DownstreamService;
import dev.resilience.sample.downstream.ServiceLocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All the simulated services. They run from the moment it is created until it is closed.
 */
final class Simulator implements ServiceLocator, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Simulator.class);

	private final Map<DownstreamService, SimulatedService> services = new EnumMap<>(DownstreamService.class);

	private final PaymentProvider paymentProvider;

	Simulator(SimulatorProperties properties, Clock clock) {
		this.paymentProvider = new PaymentProvider(clock);
		for (DownstreamService service : DownstreamService.values()) {
			Extension[] extensions = (service == DownstreamService.PAYMENT) ? new Extension[] { this.paymentProvider }
					: new Extension[0];
			SimulatedService simulated = new SimulatedService(properties.port(service), properties.slowDelay(),
					SimulatedApis.of(service), extensions);
			this.services.put(service, simulated);
			logger.info("The service '{}' is simulated at {}", service.id(), simulated.baseUrl());
		}
	}

	@Override
	public URI locate(DownstreamService service) {
		return get(service).baseUrl();
	}

	void inject(DownstreamService service, Fault fault) {
		get(service).inject(fault);
	}

	Fault fault(DownstreamService service) {
		return get(service).fault();
	}

	List<Charge> charges() {
		return this.paymentProvider.charges();
	}

	private SimulatedService get(DownstreamService service) {
		SimulatedService found = this.services.get(service);
		if (found == null) {
			throw new IllegalStateException("The simulator does not play the service '%s'".formatted(service.id()));
		}
		return found;
	}

	@Override
	public void close() {
		this.services.values().forEach(SimulatedService::stop);
	}

}
