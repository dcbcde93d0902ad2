package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Goes on after a value that cannot be converted, and remembers it, where a binder would
 * stop at the first.
 */
final class CollectingBindHandler extends AbstractBindHandler {

	private final List<ConfigurationProperty> bound = new ArrayList<>();

	private final Map<ConfigurationProperty, Class<?>> failed = new LinkedHashMap<>();

	List<ConfigurationProperty> bound() {
		return this.bound;
	}

	Map<ConfigurationProperty, Class<?>> failed() {
		return this.failed;
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property == null) {
			return result;
		}
		if (result instanceof Integer && isFraction(property.getValue())) {
			this.failed.put(property, Integer.class);
			return null;
		}
		this.bound.add(property);
		return result;
	}

	/** YAML has numbers of its own, which a conversion would cut. */
	private static boolean isFraction(@Nullable Object value) {
		return (value instanceof Double || value instanceof Float)
				&& ((Number) value).doubleValue() != ((Number) value).intValue();
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		ConfigurationProperty property = find(name, context);
		if (property == null) {
			throw error;
		}
		Class<?> type = target.getType().resolve(Object.class);
		if (type.getPackageName().equals(getClass().getPackageName()) && isEmpty(property)) {
			this.bound.add(property);
			return BeanUtils.instantiateClass(type);
		}
		this.failed.put(property, type);
		return null;
	}

	/**
	 * The context has forgotten the property if a value stands where properties below it
	 * are expected.
	 */
	private static @Nullable ConfigurationProperty find(ConfigurationPropertyName name, BindContext context) {
		ConfigurationProperty property = context.getConfigurationProperty();
		for (ConfigurationPropertySource source : context.getSources()) {
			if (property == null) {
				property = source.getConfigurationProperty(name);
			}
		}
		return property;
	}

	/**
	 * A section without content, {@code bulkhead:} for example, asks for the defaults.
	 */
	private static boolean isEmpty(ConfigurationProperty property) {
		return property.getValue() == null || property.getValue().toString().isEmpty();
	}

}
