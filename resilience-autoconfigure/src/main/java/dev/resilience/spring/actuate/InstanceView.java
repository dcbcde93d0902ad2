package dev.resilience.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.resilience.GuardedMethod;
import dev.resilience.Policy;
import dev.resilience.PolicyType;
import dev.resilience.ResilienceInstance;
import dev.resilience.Setting;
import org.jspecify.annotations.Nullable;

/**
 * An instance as maps, lists, strings, numbers and booleans, so that no JSON library's
 * settings can bend it.
 */
final class InstanceView {

	private InstanceView() {
	}

	/** The policies that methods use. */
	static View of(ResilienceInstance instance) {
		View view = new View();
		if (!instance.enabled()) {
			view.put("enabled", false);
		}
		for (Policy policy : instance.policies()) {
			View attributes = new View();
			policy.snapshot().attributes().forEach((name, value) -> attributes.putNullable(name, plain(value)));
			view.put(policy.type().key(), attributes);
		}
		return view;
	}

	/** The same, with methods and configuration. */
	static View detailed(ResilienceInstance instance) {
		View view = of(instance);
		view.put("methods", instance.methods().stream().map(InstanceView::method).toList());
		view.put("config", config(instance));
		return view;
	}

	private static View method(GuardedMethod method) {
		View view = new View();
		view.put("method", method.method());
		view.put("policies", method.policies().stream().map(PolicyType::id).toList());
		return view;
	}

	private static View config(ResilienceInstance instance) {
		View config = new View();
		for (PolicyType type : PolicyType.values()) {
			Map<String, Setting> settings = instance.settings(type);
			if (!settings.isEmpty()) {
				View values = new View();
				settings.forEach((key, setting) -> values.put(key, setting(setting)));
				config.put(type.id(), values);
			}
		}
		return config;
	}

	private static View setting(Setting setting) {
		View view = new View();
		Object value = setting.value();
		view.putNullable("value", (value instanceof Enum<?> constant) ? kebab(constant) : plain(value));
		view.put("origin", setting.origin());
		return view;
	}

	private static String kebab(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof Duration || value instanceof Instant) {
			return value.toString();
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> plain = new ArrayList<>();
			list.forEach((element) -> plain.add(plain(element)));
			return plain;
		}
		if (value instanceof Class<?> type) {
			return type.getName();
		}
		return value;
	}

}
