package dev.resilience.spring.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.resilience.Layer;
import dev.resilience.Policy;
import dev.resilience.PolicyType;
import dev.resilience.ResilienceInstance;
import dev.resilience.spring.aop.MethodSite;
import dev.resilience.spring.aop.PolicyFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * Makes a policy that is nothing but an instance's state and numbers: all methods that
 * name the instance share one object. An attribute of a method's annotation may make a
 * layer of its own of it.
 *
 * @param <P> the class that the properties are bound to
 * @param <C> the configuration
 */
final class NamedPolicyFactory<P, C> implements PolicyFactory {

	private final Class<? extends Annotation> annotation;

	private final PolicySettings<P, ?, C> settings;

	private final Function<PoliciesProperties, @Nullable P> section;

	private final BiFunction<String, C, ? extends Policy> constructor;

	/** What a policy is to one method, by its annotation. */
	private final BiFunction<Policy, MergedAnnotation<?>, Layer> layers;

	private final BoundProperties bound;

	private final PredicateSource predicates;

	/** Of instances that have a section for the policy. */
	private final Map<String, C> configs = new HashMap<>();

	/** Of all others. */
	private final @Nullable C defaults;

	NamedPolicyFactory(Class<? extends Annotation> annotation, PolicySettings<P, ?, C> settings,
			Function<PoliciesProperties, @Nullable P> section, BiFunction<String, C, ? extends Policy> constructor,
			BoundProperties bound, PredicateSource predicates) {
		this(annotation, settings, section, constructor, (policy, use) -> (Layer) policy, bound, predicates);
	}

	NamedPolicyFactory(Class<? extends Annotation> annotation, PolicySettings<P, ?, C> settings,
			Function<PoliciesProperties, @Nullable P> section, BiFunction<String, C, ? extends Policy> constructor,
			BiFunction<Policy, MergedAnnotation<?>, Layer> layers, BoundProperties bound, PredicateSource predicates) {
		this.annotation = annotation;
		this.settings = settings;
		this.section = section;
		this.constructor = constructor;
		this.layers = layers;
		this.bound = bound;
		this.predicates = predicates;
		this.defaults = resolve(null);
		bound.properties().getInstances().forEach((name, instance) -> {
			if (section.apply(instance) != null) {
				C config = resolve(name);
				if (config != null) {
					this.configs.put(name, config);
				}
			}
		});
	}

	private @Nullable C resolve(@Nullable String instance) {
		return this.settings.resolve(own(instance), this.section.apply(this.bound.properties().getDefaults()),
				this.predicates, (key, expected) -> this.bound.invalid(instance, path(key), expected));
	}

	private @Nullable P own(@Nullable String instance) {
		InstanceProperties properties = (instance != null) ? this.bound.properties().getInstances().get(instance)
				: null;
		return (properties != null) ? this.section.apply(properties) : null;
	}

	private String path(String key) {
		return type().id() + "." + key;
	}

	@Override
	public PolicyType type() {
		return this.settings.type();
	}

	@Override
	public Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	@Override
	public boolean isConfigured(String instance) {
		return own(instance) != null;
	}

	@Override
	public Layer layer(ResilienceInstance instance, MethodSite site, MergedAnnotation<?> annotation) {
		return this.layers.apply(policy(instance), annotation);
	}

	/** The policy of an instance, created if it is not there yet. */
	Policy policy(ResilienceInstance instance) {
		return instance.policy(type(), () -> create(instance));
	}

	private Policy create(ResilienceInstance instance) {
		describe(instance);
		return this.constructor.apply(instance.name(), config(instance.name()));
	}

	@Override
	public void describe(ResilienceInstance instance) {
		String name = instance.name();
		instance.describe(type(),
				this.settings.describe(own(name), this.section.apply(this.bound.properties().getDefaults()),
						config(name), (key) -> this.bound.origin(name, path(key))));
	}

	private C config(String instance) {
		C config = this.configs.getOrDefault(instance, this.defaults);
		if (config == null) {
			throw new IllegalStateException("The configuration of '" + instance + "' is not valid");
		}
		return config;
	}

}
