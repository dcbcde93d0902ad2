package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	private static final Pattern HEADER_NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

	private static final String DEFAULTS = "defaults";

	private static final String INSTANCES = "instances";

	private final ResilienceProperties properties;

	/** By instance, or defaults, and key; lists by their key and by each element's. */
	private final Map<String, ConfigurationProperty> bound = new LinkedHashMap<>();

	private final Set<PropertyProblem> problems = new LinkedHashSet<>();

	private final Comparator<PolicyType> order;

	BoundProperties(Environment environment) {
		Binder binder = Binder.get(environment);
		CollectingBindHandler handler = new CollectingBindHandler();
		this.properties = binder.bind(ROOT, Bindable.of(ResilienceProperties.class), handler)
			.orElseGet(ResilienceProperties::new);
		handler.bound().forEach(this::remember);
		handler.failed().forEach((property, type) -> this.problems.add(problem(property, ExpectedValues.of(type))));
		Set<ConfigurationPropertyName> known = Stream
			.concat(handler.bound().stream(), handler.failed().keySet().stream())
			.map(ConfigurationProperty::getName)
			.collect(Collectors.toSet());
		for (ConfigurationProperty property : unknown(binder)) {
			if (!known.contains(property.getName()) && !isForeign(property)) {
				this.problems.add(problem(property,
						"unknown. Did you mean '" + KnownKeys.nearest(property.getName().toString()) + "'?"));
			}
		}
		removeShadowsOfEnvironment();
		this.order = order();
		checkHeaderName();
	}

	private static Set<ConfigurationProperty> unknown(Binder binder) {
		try {
			binder.bind(ROOT, Bindable.of(ResilienceProperties.class),
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

	/**
	 * An environment is shared: Kubernetes sets {@code RESILIENCE_SERVICE_HOST} for a
	 * service of that name. And a variable that is bound, with an underscore for a dash
	 * for example, also looks like a property that is not.
	 */
	private boolean isForeign(ConfigurationProperty property) {
		if (!(OriginText.originOf(property) instanceof SystemEnvironmentOrigin variable)) {
			return false;
		}
		String section = property.getName().getElement(1, Form.DASHED);
		return !(section.equals(DEFAULTS) || section.equals(INSTANCES))
				|| this.bound.values().stream().map(OriginText::originOf).anyMatch(variable::equals);
	}

	private void remember(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		this.bound.putIfAbsent(pathOf(name), property);
		int last = name.getNumberOfElements() - 1;
		if (name.isNumericIndex(last)) {
			this.bound.putIfAbsent(pathOf(name.chop(last)), property);
		}
	}

	private static String pathOf(ConfigurationPropertyName name) {
		if (name.getNumberOfElements() < 3) {
			return name.toString();
		}
		boolean defaults = DEFAULTS.equals(name.getElement(1, Form.DASHED));
		StringBuilder key = new StringBuilder();
		for (int i = defaults ? 2 : 3; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.DASHED);
			key.append(name.isNumericIndex(i) ? "[" + element + "]" : (key.isEmpty() ? "" : ".") + element);
		}
		return path(defaults ? null : name.getElement(2, Form.ORIGINAL), key.toString());
	}

	private static String path(@Nullable String instance, String key) {
		return ((instance != null) ? INSTANCES + '\0' + instance : DEFAULTS) + '\0' + key;
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

	private void checkHeaderName() {
		String name = this.properties.getWeb().getDegradedHeader().getName();
		if (!HEADER_NAME.matcher(name).matches()) {
			String key = "resilience.web.degraded-header.name";
			this.problems.add(new PropertyProblem(key, name,
					OriginText.of(this.bound.get(pathOf(ConfigurationPropertyName.of(key)))),
					"expected: the name of a header, letters, digits and dashes"));
		}
	}

	/** Those that are listed take one another's places; the others keep theirs. */
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
		Iterator<PolicyType> listed = order.iterator();
		List<PolicyType> all = Stream.of(PolicyType.values())
			.map((type) -> order.contains(type) ? listed.next() : type)
			.toList();
		return Comparator.comparingInt(all::indexOf);
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
	 * @param expected what would be right
	 */
	void invalid(@Nullable String instance, String key, String expected) {
		ConfigurationProperty property = find(instance, key);
		String reason = "expected: " + expected;
		this.problems.add((property != null) ? problem(property, reason) : new PropertyProblem(
				(instance != null) ? "resilience.instances." + instance + "." + key : "resilience.defaults." + key,
				null, null, reason));
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
		ConfigurationProperty property = (own != null) ? own : this.bound.get(path(null, key));
		int index = key.indexOf('[');
		return (property != null || index < 0) ? property : find(instance, key.substring(0, index));
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
