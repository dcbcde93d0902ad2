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
import java.util.regex.Pattern;

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

	private static final Pattern CAMEL_CASE = Pattern.compile("\\b[a-z]+([A-Z][a-z]+)+\\b");

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
		this.lines.add(new Line<>(key, property, (builder, value, predicates, problem) -> setter.accept(builder, value),
				effective));
		return this;
	}

	PolicySettings<P, B, C> addExceptions(String key, Function<P, @Nullable List<String>> property,
			BiConsumer<B, List<Class<? extends Throwable>>> setter,
			Function<C, List<Class<? extends Throwable>>> effective) {
		this.lines
			.add(new Line<>(key, property,
					(builder, names, predicates, problem) -> setter.accept(builder,
							ClassNames.exceptions(names,
									(index, expected) -> problem.accept(key + "[" + index + "]", expected))),
					effective));
		return this;
	}

	PolicySettings<P, B, C> addPredicate(String key, Function<P, @Nullable String> property,
			BiConsumer<B, Predicate<@Nullable Object>> setter) {
		this.lines.add(new Line<>(key, property,
				(builder, name, predicates, problem) -> setter.accept(builder, predicates.find(key, name)),
				(config) -> null));
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
	 * @param problem is told the key of each value that is not valid, and what would be
	 * right
	 * @return the configuration, or null if something is not valid
	 */
	@Nullable C resolve(@Nullable P own, @Nullable P defaults, PredicateSource predicates, BiConsumer<String, String> problem) {
		B builder = this.builder.get();
		List<String> invalid = new ArrayList<>();
		BiConsumer<String, String> collector = problem.andThen((key, expected) -> invalid.add(key));
		for (Line<P, B, C, ?> line : this.lines) {
			try {
				line.apply(own, defaults, builder, predicates, collector);
			}
			catch (InvalidSettingException ex) {
				collector.accept(line.key(), ex.expected());
			}
		}
		try {
			return invalid.isEmpty() ? this.build.apply(builder) : null;
		}
		catch (InvalidSettingException ex) {
			problem.accept(kebab(ex.setting()), kebab(ex.expected()));
			return null;
		}
	}

	/**
	 * Names settings as the properties do: what depends on several values names another
	 * one.
	 */
	private static String kebab(String text) {
		return CAMEL_CASE.matcher(text)
			.replaceAll((word) -> word.group().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
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

		void apply(@Nullable P own, @Nullable P defaults, B builder, PredicateSource predicates,
				BiConsumer<String, String> problem) {
			V value = written(own, defaults);
			if (value != null) {
				this.setter.set(builder, value, predicates, problem);
			}
		}

	}

	@FunctionalInterface
	private interface Setter<B, V> {

		void set(B builder, V value, PredicateSource predicates, BiConsumer<String, String> problem);

	}

}
