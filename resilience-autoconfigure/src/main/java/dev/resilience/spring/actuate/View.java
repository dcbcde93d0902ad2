package dev.resilience.spring.actuate;

import java.util.LinkedHashMap;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A JSON object that the actuator's own mapper writes, whatever the application does to
 * its own, and that keeps its nulls: "not now" is an answer, and the actuator's mapper
 * leaves plain nulls out.
 */
final class View extends LinkedHashMap<String, Object> implements OperationResponseBody {

	private static final long serialVersionUID = 1L;

	static View of(String name, Object value) {
		View view = new View();
		view.put(name, value);
		return view;
	}

	void putNullable(String name, @Nullable Object value) {
		put(name, (value != null) ? value : Null.NULL);
	}

	/**
	 * Something that is written as null.
	 */
	enum Null {

		NULL;

		@JsonValue
		@Nullable Object value() {
			return null;
		}

	}

}
