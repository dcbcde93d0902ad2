package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.resilience.InvalidSettingException;
import dev.resilience.PolicyType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.Environment;

/**
 * The properties under {@code resilience}, where each of them stands, and what is wrong
 * with them. Nothing is thrown before every part has had its look, so that all problems
 * are reported at once.
 */
final class BoundProperties {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("resilience");

	private static final String DEFAULTS = "defaults";

	private final ResilienceProperties properties;

	/** By instance, or {@value #DEFAULTS}, and key. */
	private final Map<String, ConfigurationProperty> bound = new LinkedHashMap<>();

	private final Set<PropertyProblem> problems = new LinkedHashSet<>();

	private final Comparator<PolicyType> order;

	BoundProperties(Environment environment) {
		Binder binder = Binder.get(environment);
		CollectingBindHandler handler = new CollectingBindHandler();
		this.properties = binder.bindOrCreate(ROOT, Bindable.of(ResilienceProperties.class), handler);
		handler.bound().forEach(this::remember);
		handler.failed().forEach((property, type) -> this.problems.add(problem(property, ExpectedValues.of(type))));
		Set<ConfigurationPropertyName> known = Stream
			.concat(handler.bound().stream(), handler.failed().keySet().stream())
			.map(ConfigurationProperty::getName)
			.collect(Collectors.toSet());
		for (ConfigurationProperty property : unknown(binder)) {
			if (!known.contains(property.getName())) {
				this.problems.add(problem(property,
						"unknown. Did you mean '" + KnownKeys.nearest(property.getName().toString()) + "'?"));
			}
		}
		removeShadowsOfEnvironment();
		this.order = order();
	}

	private static Set<ConfigurationProperty> unknown(Binder binder) {
		try {
			binder.bindOrCreate(ROOT, Bindable.of(ResilienceProperties.class),
					new NoUnboundElementsBindHandler(new CollectingBindHandler()));
			return Set.of();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return unbound.getUnboundProperties();
			}
			throw ex;
		}
	}

	private void remember(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		int last = name.getNumberOfElements() - 1;
		if (name.isNumericIndex(last)) {
			name = name.chop(last);
		}
		if (name.getNumberOfElements() < 3) {
			this.bound.putIfAbsent(name.toString(), property);
			return;
		}
		boolean defaults = DEFAULTS.equals(name.getElement(1, Form.DASHED));
		int first = defaults ? 2 : 3;
		List<String> key = new ArrayList<>();
		for (int i = first; i < name.getNumberOfElements(); i++) {
			key.add(name.getElement(i, Form.DASHED));
		}
		this.bound.putIfAbsent(path(defaults ? DEFAULTS : name.getElement(2, Form.ORIGINAL), String.join(".", key)),
				property);
	}

	private static String path(String scope, String key) {
		return scope + '\0' + key;
	}

	/**
	 * {@code RESILIENCE_INSTANCES_PAYMENTSERVICE_...} overrides {@code payment-service}
	 * and is also bound as an instance {@code paymentservice} that nobody meant.
	 */
	private void removeShadowsOfEnvironment() {
		Map<String, InstanceProperties> instances = this.properties.getInstances();
		List<String> names = List.copyOf(instances.keySet());
		for (String name : names) {
			boolean shadows = names.stream().anyMatch((other) -> !other.equals(name) && uniform(other).equals(name));
			if (shadows && this.bound.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().startsWith(path(name, "")))
				.allMatch((entry) -> OriginText.originOf(entry.getValue()) instanceof SystemEnvironmentOrigin)) {
				instances.remove(name);
			}
		}
	}

	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private Comparator<PolicyType> order() {
		List<PolicyType> order = new ArrayList<>();
		for (String id : this.properties.getPolicyOrder()) {
			PolicyType type = PolicyType.ofId(id).orElse(null);
			if (type == null || order.contains(type)) {
				ConfigurationProperty property = this.bound.get("resilience.policy-order");
				this.problems.add(new PropertyProblem("resilience.policy-order", id, OriginText.of(property),
						"expected: each at most once of " + ids()));
			}
			else {
				order.add(type);
			}
		}
		return Comparator.comparingInt((PolicyType type) -> order.contains(type) ? order.indexOf(type) : order.size())
			.thenComparing(Comparator.naturalOrder());
	}

	private static String ids() {
		return List.of(PolicyType.values()).stream().map(PolicyType::id).collect(Collectors.joining(", "));
	}

	ResilienceProperties properties() {
		return this.properties;
	}

	/** Which policy is outside. */
	Comparator<PolicyType> policyOrder() {
		return this.order;
	}

	/**
	 * Notes that a value is not valid.
	 * @param instance whose value it is, or null for the defaults
	 * @param key its key below the instance, for example {@code retry.max-attempts}
	 * @param reason what is wrong with it
	 */
	void invalid(@Nullable String instance, String key, InvalidSettingException reason) {
		ConfigurationProperty property = find(instance, key);
		String expected = "expected: " + reason.expected();
		this.problems.add((property != null) ? problem(property, expected) : new PropertyProblem(
				(instance != null) ? "resilience.instances." + instance + "." + key : "resilience.defaults." + key,
				null, null, expected));
	}

	/**
	 * Tells where a value is set.
	 * @param instance whose value it is, or null for the defaults
	 * @param key its key below the instance
	 * @return where, or null if it is not set
	 */
	@Nullable String origin(@Nullable String instance, String key) {
		return OriginText.of(find(instance, key));
	}

	private @Nullable ConfigurationProperty find(@Nullable String instance, String key) {
		ConfigurationProperty own = (instance != null) ? this.bound.get(path(instance, key)) : null;
		return (own != null) ? own : this.bound.get(path(DEFAULTS, key));
	}

	private static PropertyProblem problem(ConfigurationProperty property, String reason) {
		Object value = property.getValue();
		return new PropertyProblem(property.getName().toString(),
				(value instanceof OriginTrackedValue tracked) ? tracked.getValue() : value, OriginText.of(property),
				reason);
	}

	void throwIfInvalid() {
		if (!this.problems.isEmpty()) {
			throw new InvalidPropertiesException(List.copyOf(this.problems));
		}
	}

}
