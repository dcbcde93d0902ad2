package dev.resilience.sample.simulator;

import java.time.Clock;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "simulator.enabled", matchIfMissing = true)
class SimulatorConfiguration {

	@Bean
	Simulator simulator(SimulatorProperties properties, Clock clock) {
		return new Simulator(properties, clock);
	}

}
