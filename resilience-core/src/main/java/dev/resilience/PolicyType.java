package dev.resilience;

import java.util.Arrays;
import java.util.Optional;

/**
 * The one list of policies. Its order is the order of nesting, the outermost first: a
 * fallback answers after the retries, each attempt of a retry is a call to the circuit
 * breaker, and a place in the bulkhead is held only while the method runs.
 */
public enum PolicyType {

	/** Answers in place of a call that failed. */
	FALLBACK("fallback"),

	/** Answers with the last good result when a call fails. */
	STALE_IF_ERROR("stale-if-error"),

	/** Calls again after a failure. */
	RETRY("retry"),

	/** Stops calling what keeps failing. */
	CIRCUIT_BREAKER("circuit-breaker"),

	/** Bounds the calls that begin in a while. */
	RATE_LIMITER("rate-limiter"),

	/** Bounds the calls that run at the same time. */
	BULKHEAD("bulkhead");

	private final String id;

	private final String key;

	PolicyType(String id) {
		this.id = id;
		this.key = toCamelCase(id);
	}

	/**
	 * The name in properties, metric tags and documentation, for example
	 * {@code circuit-breaker}.
	 * @return the identifier in kebab case
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The name in JSON, for example {@code circuitBreaker}.
	 * @return the identifier in camel case
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Finds a policy by its {@link #id()}.
	 * @param id the identifier in kebab case
	 * @return the policy, or empty if there is none of that name
	 */
	public static Optional<PolicyType> ofId(String id) {
		return Arrays.stream(values()).filter((type) -> type.id.equals(id)).findFirst();
	}

	private static String toCamelCase(String id) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : id.split("-")) {
			camelCase.append(camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

}
