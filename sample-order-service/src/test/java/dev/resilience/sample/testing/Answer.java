package dev.resilience.sample.testing;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param location where the created resource is, if one was created
 * @param retryAfter when to come back, in seconds, if it says so
 * @param degraded what was degraded, if it says so
 * @param body the body
 * @param took how long it took
 */
public record Answer(int status, @Nullable URI location, @Nullable String retryAfter, @Nullable String degraded,
		JsonNode body, Duration took) {

	public String text(String field) {
		return this.body.path(field).asString("");
	}

}
