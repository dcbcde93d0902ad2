package dev.resilience.sample.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.resilience.sample.downstream.DownstreamService;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Breaks and mends the simulated services.
 */
@RestController
@RequestMapping("/simulator")
@ConditionalOnBooleanProperty(name = "simulator.enabled", matchIfMissing = true)
class SimulatorController {

	private final Simulator simulator;

	SimulatorController(Simulator simulator) {
		this.simulator = simulator;
	}

	@GetMapping
	Map<String, String> faults() {
		Map<String, String> faults = new LinkedHashMap<>();
		for (DownstreamService service : DownstreamService.values()) {
			faults.put(service.id(), this.simulator.fault(service).id());
		}
		return faults;
	}

	@PostMapping("/{service}/{fault}")
	Map<String, String> inject(@PathVariable String service, @PathVariable String fault) {
		this.simulator.inject(
				find("service", service, DownstreamService.values(), DownstreamService::id, HttpStatus.NOT_FOUND),
				find("fault", fault, Fault.values(), Fault::id, HttpStatus.BAD_REQUEST));
		return faults();
	}

	@GetMapping("/payment/charges")
	List<Charge> charges() {
		return this.simulator.charges();
	}

	private static <E> E find(String what, String id, E[] all, Function<E, String> idOf, HttpStatus otherwise) {
		return Arrays.stream(all)
			.filter((candidate) -> idOf.apply(candidate).equals(id))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(otherwise, "Unknown %s '%s' (expected: %s)".formatted(what,
					id, Arrays.stream(all).map(idOf).collect(Collectors.joining(", ")))));
	}

}
