package dev.resilience.spring.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Reads in the headers of an HTTP response when the server wants to be called again.
 * <ul>
 * <li>{@code Retry-After}: seconds, or a date in one of the three forms of RFC 9110; a
 * date is compared with the wall clock.
 * <li>{@code RateLimit-Reset}: seconds, and only with the status 429 or 503, since some
 * servers send it with every response.
 * </ul>
 * {@code Retry-After} comes first. What is in the past is zero; what is longer than
 * {@link #MAX} is that; what cannot be read is no hint. Thread-safe.
 */
public final class RetryAfterHeaders {

	/** The longest hint: a year. */
	public static final Duration MAX = Duration.ofDays(365);

	private static final int MAX_DIGITS = 10;

	/** The form to send, and two that are obsolete and still to be understood. */
	private static final List<DateTimeFormatter> DATES = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
			DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ENGLISH),
			DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC));

	private final InstantSource clock;

	/**
	 * Creates a reader.
	 * @param clock what a date is compared with
	 */
	public RetryAfterHeaders(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Reads the headers of a response.
	 * @param headers the headers, or null if there are none
	 * @param status the status of the response
	 * @return how long to wait, from zero to {@link #MAX}, or null if they do not say
	 */
	public @Nullable Duration read(@Nullable HttpHeaders headers, int status) {
		if (headers == null) {
			return null;
		}
		Duration retryAfter = retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER));
		if (retryAfter != null || (status != HttpStatus.TOO_MANY_REQUESTS.value()
				&& status != HttpStatus.SERVICE_UNAVAILABLE.value())) {
			return retryAfter;
		}
		String reset = headers.getFirst("RateLimit-Reset");
		return (reset != null) ? seconds(reset.strip()) : null;
	}

	private @Nullable Duration retryAfter(@Nullable String value) {
		if (value == null) {
			return null;
		}
		Duration seconds = seconds(value.strip());
		return (seconds != null) ? seconds : untilDate(value.strip());
	}

	private static @Nullable Duration seconds(String value) {
		if (value.isEmpty() || !value.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
			return null;
		}
		return (value.length() > MAX_DIGITS) ? MAX : bounded(Duration.ofSeconds(Long.parseLong(value)));
	}

	private @Nullable Duration untilDate(String value) {
		for (DateTimeFormatter format : DATES) {
			try {
				ZonedDateTime date = ZonedDateTime.parse(value, format);
				return bounded(Duration.between(this.clock.instant(), date.toInstant()));
			}
			catch (DateTimeException ex) {
				// not in this form
			}
		}
		return null;
	}

	private static Duration bounded(Duration duration) {
		if (duration.isNegative()) {
			return Duration.ZERO;
		}
		return (duration.compareTo(MAX) > 0) ? MAX : duration;
	}

}
