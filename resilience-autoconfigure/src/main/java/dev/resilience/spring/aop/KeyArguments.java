package dev.resilience.spring.aop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;

/**
 * The names that a key may use for a method's arguments, and the types behind them.
 */
final class KeyArguments {

	private static final ParameterNameDiscoverer DISCOVERER = new DefaultParameterNameDiscoverer();

	private final MethodSite site;

	private final Map<String, Integer> names = new LinkedHashMap<>();

	private final boolean named;

	KeyArguments(MethodSite site) {
		this.site = site;
		@Nullable String[] parameters = DISCOVERER.getParameterNames(site.method());
		this.named = parameters != null;
		for (int i = 0; i < site.method().getParameterCount(); i++) {
			String name = (parameters != null) ? parameters[i] : null;
			if (name != null) {
				this.names.put(name, i);
			}
			this.names.put("p" + i, i);
			this.names.put("a" + i, i);
		}
	}

	/** The place of each argument by its names. */
	Map<String, Integer> names() {
		return this.names;
	}

	/** The type of an argument, or null if nothing is known of it. */
	@Nullable ResolvableType type(String name) {
		Integer place = this.names.get(name);
		return (place != null) ? ResolvableType.forMethodParameter(this.site.method(), place, this.site.targetClass())
				: null;
	}

	/** The names in words, for a message. */
	String describe() {
		String known = this.names.keySet()
			.stream()
			.map((name) -> "#" + name)
			.collect(Collectors.joining(", ", "", this.names.isEmpty() ? "#root.args" : ", #root.args"));
		return this.named ? known : known + " (compile with -parameters to use the parameters' names)";
	}

}
