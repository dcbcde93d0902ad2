package dev.resilience.spring.web;

import java.time.Duration;

import dev.resilience.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock of these tests stands at 2026-01-31T12:00:00Z, a Saturday.
 */
class RetryAfterHeadersTests {

	private final ManualClock clock = new ManualClock();

	private final RetryAfterHeaders reader = new RetryAfterHeaders(this.clock);

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "0 | PT0S", "7 | PT7S", "' 120 ' | PT2M", "31536000 | PT8760H" })
	void retryAfterWhenInSecondsIsThat(String value, Duration expected) {
		assertThat(retryAfter(value)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Sat, 31 Jan 2026 12:01:30 GMT | PT1M30S", "Sat, 31 Jan 2026 12:00:00 GMT | PT0S",
					"Sat, 31 Jan 2026 11:59:59 GMT | PT0S", "Saturday, 31-Jan-26 12:01:30 GMT | PT1M30S",
					"Sat Jan 31 12:01:30 2026 | PT1M30S", "Sun Feb  1 12:00:00 2026 | PT24H" })
	void retryAfterWhenADateIsTheTimeUntilThenAndNeverNegative(String value, Duration expected) {
		assertThat(retryAfter(value)).isEqualTo(expected);
	}

	@Test
	void retryAfterWhenTheWallClockStepsFollowsIt() {
		this.clock.step(Duration.ofMinutes(1));

		assertThat(retryAfter("Sat, 31 Jan 2026 12:01:30 GMT")).hasSeconds(30);
	}

	@ParameterizedTest
	@ValueSource(strings = { "31536001", "9999999999", "99999999999", "99999999999999999999999999999",
			"Fri, 31 Dec 9999 23:59:59 GMT" })
	void retryAfterWhenAbsurdIsBounded(String value) {
		assertThat(retryAfter(value)).isEqualTo(RetryAfterHeaders.MAX);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-5", "1.5", "+5", "\u0661", "Mon, 31 Jan 2026 12:01:30 GMT",
			"Sat, 32 Jan 2026 12:01:30 GMT", "2026-01-31T12:01:30Z" })
	void retryAfterWhenItCannotBeReadIsNoHint(String value) {
		assertThat(retryAfter(value)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "429, 30", "503, 30", "500, ", "403, " })
	void rateLimitResetWhenTheServerIsNotReadyIsAHint(int status, Long seconds) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("RateLimit-Reset", "30");

		assertThat(this.reader.read(headers, status)).isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null);
	}

	@Test
	void rateLimitResetWhenThereIsRetryAfterIsNotLookedAt() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("RateLimit-Reset", "30");
		headers.set("Retry-After", "20");

		assertThat(this.reader.read(headers, 429)).hasSeconds(20);
	}

	@Test
	void rateLimitResetWhenRetryAfterCannotBeReadTakesItsPlace() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("RateLimit-Reset", "30");
		headers.set("Retry-After", "soon");

		assertThat(this.reader.read(headers, 429)).hasSeconds(30);
	}

	@Test
	void headersWhenThereAreNoneGiveNoHint() {
		assertThat(this.reader.read(null, 503)).isNull();
		assertThat(this.reader.read(new HttpHeaders(), 503)).isNull();
	}

	private Duration retryAfter(String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", value);
		return this.reader.read(headers, 500);
	}

}
