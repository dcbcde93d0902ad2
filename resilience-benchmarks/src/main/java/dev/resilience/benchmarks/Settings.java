package dev.resilience.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The same numbers for every library: a window of 100 calls or 10 seconds, at least 10
 * calls, 50 percent, 5 minutes open, 25 calls at the same time without waiting, 3
 * attempts 100 ms apart.
 */
public final class Settings {

	private static final String LATENCY = "resilience.metrics.latency.enabled";

	private Settings() {
	}

	/**
	 * The properties of a library.
	 * @param library which one
	 * @return the properties
	 */
	public static Map<String, String> of(Library library) {
		return switch (library) {
			case OURS -> ours();
			case RESILIENCE4J -> resilience4j();
			default -> Map.of();
		};
	}

	private static Map<String, String> ours() {
		Map<String, String> properties = new HashMap<>();
		properties.put("resilience.defaults.circuit-breaker.sliding-window-size", "100");
		properties.put("resilience.defaults.circuit-breaker.minimum-number-of-calls", "10");
		properties.put("resilience.defaults.circuit-breaker.failure-rate-threshold", "50");
		properties.put("resilience.defaults.circuit-breaker.wait-duration-in-open-state", "5m");
		properties.put("resilience.defaults.bulkhead.max-concurrent-calls", "25");
		properties.put("resilience.defaults.bulkhead.max-wait-duration", "0");
		properties.put("resilience.defaults.retry.max-attempts", "3");
		properties.put("resilience.defaults.retry.wait-duration", "100ms");
		properties.put("resilience.instances.off.enabled", "false");
		properties.put("resilience.instances.failing.circuit-breaker.failure-rate-threshold", "100");
		properties.put("resilience.instances.failing.retry.max-attempts", "1");
		if (hasLatencyTimer()) {
			properties.put(LATENCY, "false");
		}
		return properties;
	}

	/**
	 * Ours with the timer of the guarded calls.
	 * @return the properties
	 */
	public static Map<String, String> oursWithLatencyTimer() {
		Map<String, String> properties = ours();
		properties.put(LATENCY, "true");
		return properties;
	}

	/**
	 * Whether the library has the timer already.
	 * @return true if it knows the property
	 */
	public static boolean hasLatencyTimer() {
		try {
			for (URL url : Collections
				.list(Settings.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					if (new String(metadata.readAllBytes(), StandardCharsets.UTF_8).contains("\"" + LATENCY + "\"")) {
						return true;
					}
				}
			}
			return false;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * By default Resilience4j retries what its own breaker rejects, and waits in between;
	 * ours does not, so Resilience4j is told not to.
	 */
	private static Map<String, String> resilience4j() {
		Map<String, String> properties = new HashMap<>();
		properties.put("resilience4j.circuitbreaker.configs.default.sliding-window-size", "100");
		properties.put("resilience4j.circuitbreaker.configs.default.minimum-number-of-calls", "10");
		properties.put("resilience4j.circuitbreaker.configs.default.failure-rate-threshold", "50");
		properties.put("resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state", "5m");
		properties.put("resilience4j.bulkhead.configs.default.max-concurrent-calls", "25");
		properties.put("resilience4j.bulkhead.configs.default.max-wait-duration", "0");
		properties.put("resilience4j.retry.configs.default.max-attempts", "3");
		properties.put("resilience4j.retry.configs.default.wait-duration", "100ms");
		properties.put("resilience4j.retry.configs.default.ignore-exceptions",
				"io.github.resilience4j.circuitbreaker.CallNotPermittedException");
		for (String instance : new String[] { "payment", "open", "failing" }) {
			properties.put("resilience4j.circuitbreaker.instances." + instance + ".base-config", "default");
			properties.put("resilience4j.bulkhead.instances." + instance + ".base-config", "default");
			properties.put("resilience4j.retry.instances." + instance + ".base-config", "default");
		}
		properties.put("resilience4j.circuitbreaker.instances.failing.failure-rate-threshold", "100");
		properties.put("resilience4j.retry.instances.failing.max-attempts", "1");
		return properties;
	}

}
