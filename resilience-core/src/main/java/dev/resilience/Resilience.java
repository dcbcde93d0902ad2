package dev.resilience;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All instances of an application. Thread-safe.
 */
public final class Resilience {

	private final ConcurrentSkipListMap<String, ResilienceInstance> instances = new ConcurrentSkipListMap<>();

	private final List<Consumer<Policy>> observers = new CopyOnWriteArrayList<>();

	private final PolicyContext context;

	/**
	 * Creates an empty one.
	 * @param context what its policies get from outside
	 */
	public Resilience(PolicyContext context) {
		this.context = context;
	}

	/**
	 * What the policies get from outside.
	 * @return the context
	 */
	public PolicyContext context() {
		return this.context;
	}

	/**
	 * The instances that are configured or used.
	 * @return the instances, sorted by name
	 */
	public List<ResilienceInstance> instances() {
		return List.copyOf(this.instances.values());
	}

	/**
	 * Looks an instance up, and never creates one.
	 * @param name the name of the instance
	 * @return the instance, or empty if none of that name is configured or used
	 */
	public Optional<ResilienceInstance> find(String name) {
		return Optional.ofNullable(this.instances.get(name));
	}

	/**
	 * Makes an instance known. For the set-up of an application only: names must not come
	 * from requests, since an instance stays.
	 * @param name the name of the instance
	 * @param enabled whether its policies are at work; ignored if it is known already
	 * @return the instance
	 */
	public ResilienceInstance declare(String name, boolean enabled) {
		return this.instances.computeIfAbsent(name,
				(key) -> new ResilienceInstance(key, enabled, this.context.listener()));
	}

	/**
	 * Tells an observer of every policy, those included that are there already. The same
	 * policy may be told of again when a method begins to use it, since it may have
	 * something new to measure then.
	 * @param observer is told, on the thread that creates the policy
	 */
	public void observe(Consumer<Policy> observer) {
		this.observers.add(observer);
		this.instances.values().forEach((instance) -> instance.policies().forEach(observer));
	}

	/**
	 * Tells all observers of a policy that a method uses from now on.
	 * @param policy the policy
	 */
	public void announce(Policy policy) {
		this.observers.forEach((observer) -> observer.accept(policy));
	}

}
