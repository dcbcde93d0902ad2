package dev.resilience;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Something that can be measured on a policy, described for a metrics library without
 * naming one.
 *
 * @param kind what kind of number it is
 * @param name the dotted name, for example {@code resilience.bulkhead.calls}
 * @param description one plain sentence
 * @param tags what tells it from others of the same name, the instance included
 * @param value reads it; cheap, never blocks a call; NaN where there is no value
 */
public record Measure(Kind kind, String name, String description, Map<String, String> tags, DoubleSupplier value) {

	/**
	 * Creates a measure.
	 */
	public Measure {
		tags = Map.copyOf(tags);
	}

	/**
	 * A value that goes up and down.
	 * @param name the dotted name
	 * @param description one plain sentence
	 * @param instance the name of the instance
	 * @param value reads the value
	 * @return the measure
	 */
	public static Measure gauge(String name, String description, String instance, DoubleSupplier value) {
		return new Measure(Kind.GAUGE, name, description, Map.of("name", instance), value);
	}

	/**
	 * A number that only grows.
	 * @param name the dotted name
	 * @param description one plain sentence
	 * @param instance the name of the instance
	 * @param value reads the number
	 * @return the measure
	 */
	public static Measure counter(String name, String description, String instance, DoubleSupplier value) {
		return new Measure(Kind.COUNTER, name, description, Map.of("name", instance), value);
	}

	/**
	 * The same measure with one more tag.
	 * @param key the name of the tag
	 * @param tag its value
	 * @return the measure
	 */
	public Measure with(String key, String tag) {
		Map<String, String> more = new HashMap<>(this.tags);
		more.put(key, tag);
		return new Measure(this.kind, this.name, this.description, more, this.value);
	}

	/**
	 * What kind of number a measure is.
	 */
	public enum Kind {

		/** Goes up and down. */
		GAUGE,

		/** Only grows. */
		COUNTER

	}

}
