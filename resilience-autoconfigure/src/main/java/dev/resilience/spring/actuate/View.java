package dev.resilience.spring.actuate;

import java.util.LinkedHashMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A JSON object. Written by the actuator's own mapper, whatever the application does to
 * its own, and with its nulls: "not now" is an answer.
 */
@JsonInclude(value = JsonInclude.Include.ALWAYS, content = JsonInclude.Include.ALWAYS)
final class View extends LinkedHashMap<String, @Nullable Object> implements OperationResponseBody {

	private static final long serialVersionUID = 1L;

	static View of(String name, Object value) {
		View view = new View();
		view.put(name, value);
		return view;
	}

}
