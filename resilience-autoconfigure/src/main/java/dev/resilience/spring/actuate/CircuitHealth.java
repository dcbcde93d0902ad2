package dev.resilience.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.resilience.CircuitControl;
import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;

/**
 * What the circuit breakers say of the application's health, without a type of Spring
 * Boot's, since those moved.
 *
 * @param down whether a circuit that matters is open
 * @param details the state of each circuit by the name of its instance
 */
public record CircuitHealth(boolean down, Map<String, Object> details) {

	/**
	 * Looks at every circuit.
	 * @param resilience holds the instances
	 * @return the health
	 */
	public static CircuitHealth of(Resilience resilience) {
		boolean down = false;
		Map<String, Object> details = new LinkedHashMap<>();
		for (ResilienceInstance instance : resilience.instances()) {
			CircuitControl circuit = instance.circuit().orElse(null);
			if (circuit != null) {
				CircuitState state = circuit.state();
				details.put(instance.name(), Map.of("state", state.name()));
				down |= circuit.affectsHealth() && (state == CircuitState.OPEN || state == CircuitState.FORCED_OPEN);
			}
		}
		return new CircuitHealth(down, details);
	}

}
