package dev.resilience;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * An instance: a name, for example {@code payment}, and the policies that all methods
 * share that name it. Thread-safe.
 */
public final class ResilienceInstance {

	private final String name;

	private final boolean enabled;

	private final PolicyListener listener;

	private final ConcurrentMap<PolicyType, Policy> policies = new ConcurrentHashMap<>();

	private final ConcurrentMap<PolicyType, Map<String, Setting>> settings = new ConcurrentHashMap<>();

	private final CopyOnWriteArrayList<GuardedMethod> methods = new CopyOnWriteArrayList<>();

	ResilienceInstance(String name, boolean enabled, PolicyListener listener) {
		this.name = name;
		this.enabled = enabled;
		this.listener = listener;
	}

	/**
	 * What the instance is called.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Whether its policies are at work. A fallback works in any case.
	 * @return false if the instance was switched off
	 */
	public boolean enabled() {
		return this.enabled;
	}

	/**
	 * The policies that methods use.
	 * @return the policies in the order of {@link PolicyType}
	 */
	public List<Policy> policies() {
		return this.policies.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
	}

	/**
	 * One policy.
	 * @param type which one
	 * @return the policy, or empty if no method uses it
	 */
	public Optional<Policy> policy(PolicyType type) {
		return Optional.ofNullable(this.policies.get(type));
	}

	/**
	 * One policy, created if it is not there yet.
	 * @param type which one
	 * @param factory creates it
	 * @return the policy
	 */
	public Policy policy(PolicyType type, Supplier<? extends Policy> factory) {
		return this.policies.computeIfAbsent(type, (key) -> factory.get());
	}

	/**
	 * The switch of the circuit breaker.
	 * @return the switch, or empty if no method uses a circuit breaker of this instance
	 */
	public Optional<CircuitControl> circuit() {
		return policy(PolicyType.CIRCUIT_BREAKER).map(CircuitControl.class::cast);
	}

	/**
	 * The methods that use the instance.
	 * @return the methods, in the order in which they were found
	 */
	public List<GuardedMethod> methods() {
		return List.copyOf(this.methods);
	}

	/**
	 * Adds a method that uses the instance; once more changes nothing.
	 * @param method the method
	 */
	public void addMethod(GuardedMethod method) {
		this.methods.addIfAbsent(method);
	}

	/**
	 * The effective configuration of one policy.
	 * @param type which policy
	 * @return value and origin by the key of the property; empty if it has none
	 */
	public Map<String, Setting> settings(PolicyType type) {
		return this.settings.getOrDefault(type, Map.of());
	}

	/**
	 * Tells the effective configuration of one policy.
	 * @param type which policy
	 * @param settings value and origin by the key of the property, in the order to show
	 */
	public void describe(PolicyType type, Map<String, Setting> settings) {
		this.settings.put(type, settings);
	}

	/**
	 * Resets every policy: circuits closed, counters empty. Calls in flight are not
	 * disturbed, and what they end with no longer counts.
	 */
	public void reset() {
		policies().forEach(Policy::reset);
		this.listener.onReset(this.name);
	}

}
