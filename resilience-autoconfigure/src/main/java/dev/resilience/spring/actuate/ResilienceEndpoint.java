package dev.resilience.spring.actuate;

import java.util.Locale;
import java.util.Optional;

import dev.resilience.CircuitControl;
import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows every instance, moves circuit breakers, resets. Read-only unless
 * {@code management.endpoint.resilience.access} says otherwise: whoever exposes it to
 * look does not hand out the switch.
 */
@WebEndpoint(id = "resilience", defaultAccess = Access.READ_ONLY)
public class ResilienceEndpoint {

	private final Resilience resilience;

	/**
	 * Creates the endpoint.
	 * @param resilience holds the instances
	 */
	public ResilienceEndpoint(Resilience resilience) {
		this.resilience = resilience;
	}

	/**
	 * Shows all instances.
	 * @return {@code instances}, each with its policies
	 */
	@ReadOperation
	public OperationResponseBody all() {
		View instances = new View();
		for (ResilienceInstance instance : this.resilience.instances()) {
			instances.put(instance.name(), InstanceView.of(instance));
		}
		return View.of("instances", instances);
	}

	/**
	 * Shows one instance with its methods and its configuration.
	 * @param instance its name
	 * @return the instance, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> one(@Selector String instance) {
		return this.resilience.find(instance)
			.map((found) -> ok(InstanceView.detailed(found)))
			.orElseGet(() -> unknown(instance));
	}

	/**
	 * Moves the circuit breaker of an instance to a state.
	 * @param instance its name
	 * @param circuitBreaker the state; anything else is answered with 400
	 * @return the new view, 400 or 404
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> transition(@Selector String instance,
			@org.springframework.lang.Nullable @Nullable String circuitBreaker) {
		Optional<ResilienceInstance> found = this.resilience.find(instance);
		if (found.isEmpty()) {
			return unknown(instance);
		}
		if (circuitBreaker == null) {
			return bad("Nothing to do: send {\"circuitBreaker\": \"<state>\"} with a state of " + states() + ".");
		}
		Optional<CircuitControl> circuit = found.get().circuit();
		if (circuit.isEmpty()) {
			return bad("Instance '" + instance + "' has no circuit breaker.");
		}
		CircuitState state = state(circuitBreaker);
		if (state == null) {
			return bad("circuitBreaker: " + circuitBreaker + " (expected: " + states() + ")");
		}
		circuit.get().transitionTo(state);
		return ok(InstanceView.detailed(found.get()));
	}

	/**
	 * Resets an instance: closed, counters empty.
	 * @param instance its name
	 * @return the new view, or 404
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> reset(@Selector String instance) {
		Optional<ResilienceInstance> found = this.resilience.find(instance);
		found.ifPresent(ResilienceInstance::reset);
		return found.map((reset) -> ok(InstanceView.detailed(reset))).orElseGet(() -> unknown(instance));
	}

	private static @Nullable CircuitState state(String text) {
		String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
		for (CircuitState state : CircuitState.values()) {
			if (state.name().equals(name)) {
				return state;
			}
		}
		return null;
	}

	private static String states() {
		StringBuilder states = new StringBuilder();
		for (CircuitState state : CircuitState.values()) {
			states.append(states.isEmpty() ? "" : ", ").append(state);
		}
		return states.toString();
	}

	private static WebEndpointResponse<OperationResponseBody> ok(View view) {
		return new WebEndpointResponse<>(view, WebEndpointResponse.STATUS_OK);
	}

	private static WebEndpointResponse<OperationResponseBody> bad(String message) {
		return new WebEndpointResponse<>(View.of("message", message), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static WebEndpointResponse<OperationResponseBody> unknown(String instance) {
		return new WebEndpointResponse<>(View.of("message", "There is no instance '" + instance + "'."),
				WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
