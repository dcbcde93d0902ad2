package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.resilience.InvalidSettingException;
import dev.resilience.PolicyType;
import dev.resilience.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The table of one policy's properties. Each line ties a key to where its value is bound,
 * where it goes, and what is in effect. Merging instance over defaults over built-in,
 * checking, and showing all come from here.
 *
 * @param <P> the class that the properties are bound to
 * @param <B> the builder of the configuration
 * @param <C> the configuration
 */
final class PolicySettings<P, B, C> {

	private final PolicyType type;

	private final Supplier<B> builder;

	private final Function<B, C> build;

	private final List<Line<P, B, C, ?>> lines = new ArrayList<>();

	PolicySettings(PolicyType type, Supplier<B> builder, Function<B, C> build) {
		this.type = type;
		this.builder = builder;
		this.build = build;
	}

	<V> PolicySettings<P, B, C> add(String key, Function<P, @Nullable V> property, BiConsumer<B, V> setter,
			Function<C, ? extends @Nullable Object> effective) {
		this.lines
			.add(new Line<>(key, property, (builder, value, predicates) -> setter.accept(builder, value), effective));
		return this;
	}

	PolicySettings<P, B, C> addPredicate(String key, Function<P, @Nullable String> property,
			BiConsumer<B, Predicate<@Nullable Object>> setter) {
		this.lines.add(new Line<>(key, property,
				(builder, name, predicates) -> setter.accept(builder, predicates.find(key, name)), (config) -> null));
		return this;
	}

	PolicyType type() {
		return this.type;
	}

	List<String> keys() {
		return this.lines.stream().<String>map(Line::key).toList();
	}

	/**
	 * Merges and checks.
	 * @param own what the instance sets, or null
	 * @param defaults what the defaults set, or null
	 * @param predicates finds predicates
	 * @param problem is told the key and the exception of each value that is not valid
	 * @return the configuration, or null if something is not valid
	 */
	@Nullable C resolve(@Nullable P own, @Nullable P defaults, PredicateSource predicates,
			BiConsumer<String, InvalidSettingException> problem) {
		B builder = this.builder.get();
		boolean valid = true;
		for (Line<P, B, C, ?> line : this.lines) {
			try {
				line.apply(own, defaults, builder, predicates);
			}
			catch (InvalidSettingException ex) {
				problem.accept(line.key(), ex);
				valid = false;
			}
		}
		try {
			return valid ? this.build.apply(builder) : null;
		}
		catch (InvalidSettingException ex) {
			problem.accept(keyOf(ex.setting()), ex);
			return null;
		}
	}

	private static String keyOf(String setting) {
		return setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	/**
	 * What is in effect.
	 * @param own what the instance sets, or null
	 * @param defaults what the defaults set, or null
	 * @param config the configuration
	 * @param origin tells where a key is set, or null if nowhere
	 * @return value and origin by key
	 */
	Map<String, Setting> describe(@Nullable P own, @Nullable P defaults, C config,
			Function<String, @Nullable String> origin) {
		Map<String, Setting> settings = new LinkedHashMap<>();
		for (Line<P, B, C, ?> line : this.lines) {
			Object written = line.written(own, defaults);
			String where = (written != null) ? origin.apply(line.key()) : null;
			settings.put(line.key(), new Setting((written != null) ? written : line.effective().apply(config),
					(where != null) ? where : "default"));
		}
		return settings;
	}

	private record Line<P, B, C, V>(String key, Function<P, @Nullable V> property, Setter<B, V> setter,
			Function<C, ? extends @Nullable Object> effective) {

		@Nullable V written(@Nullable P own, @Nullable P defaults) {
			V value = (own != null) ? this.property.apply(own) : null;
			return (value != null || defaults == null) ? value : this.property.apply(defaults);
		}

		void apply(@Nullable P own, @Nullable P defaults, B builder, PredicateSource predicates) {
			V value = written(own, defaults);
			if (value != null) {
				this.setter.set(builder, value, predicates);
			}
		}

	}

	@FunctionalInterface
	private interface Setter<B, V> {

		void set(B builder, V value, PredicateSource predicates);

	}

}
