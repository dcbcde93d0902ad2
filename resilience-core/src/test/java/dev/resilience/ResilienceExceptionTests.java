package dev.resilience;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResilienceExceptionTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|',
			value = { "OPEN|4200|Circuit breaker 'payment' is OPEN (retry after 4.2s)",
					"OPEN|0|Circuit breaker 'payment' is OPEN (retry after 0.1s)",
					"OPEN|49|Circuit breaker 'payment' is OPEN (retry after 0.1s)",
					"OPEN|3600000|Circuit breaker 'payment' is OPEN (retry after 3600.0s)",
					"OPEN|-|Circuit breaker 'payment' is OPEN",
					"FORCED_OPEN|-|Circuit breaker 'payment' is FORCED_OPEN",
					"HALF_OPEN|-|Circuit breaker 'payment' is HALF_OPEN and its trial calls are taken" })
	void circuitBreakerOpenWhenItTellsTheUserNamesTheStateAndWhatIsNext(CircuitState state, @Nullable Long millis,
			String message) {
		Duration retryAfter = (millis != null) ? Duration.ofMillis(millis) : null;

		CircuitBreakerOpenException ex = new CircuitBreakerOpenException("payment", state, retryAfter);

		assertThat(ex).hasMessage(message);
		assertThat(ex.state()).isEqualTo(state);
		assertThat(ex.retryAfter()).isEqualTo(retryAfter);
		assertThat(ex.policy()).isEqualTo(PolicyType.CIRCUIT_BREAKER);
		assertThat(ex.instance()).isEqualTo("payment");
	}

	@Test
	void messageWhenTheLocaleWritesACommaStillHasAPoint() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(new CircuitBreakerOpenException("payment", CircuitState.OPEN, Duration.ofMillis(1500)))
				.hasMessage("Circuit breaker 'payment' is OPEN (retry after 1.5s)");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void bulkheadFullWhenItTellsTheUserNamesTheLimit() {
		BulkheadFullException ex = new BulkheadFullException("payment", 25, false);

		assertThat(ex).hasMessage("Bulkhead 'payment' is full (25 concurrent calls)");
		assertThat(ex.retryAfter()).isNull();
		assertThat(ex.policy()).isEqualTo(PolicyType.BULKHEAD);
		assertThat(new BulkheadFullException("payment", 25, true))
			.hasMessage("Bulkhead 'payment' is full (25 concurrent calls, interrupted while waiting)");
	}

	@Test
	void rateLimitExceededWhenItTellsTheUserNamesWhatIsNext() {
		RateLimitExceededException ex = new RateLimitExceededException("payment", Duration.ofMillis(1500), false);

		assertThat(ex).hasMessage("Rate limiter 'payment' has no permit left (retry after 1.5s)");
		assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(1500));
		assertThat(ex.policy()).isEqualTo(PolicyType.RATE_LIMITER);
		assertThat(ex.instance()).isEqualTo("payment");
		assertThat(new RateLimitExceededException("payment", Duration.ofNanos(1), true))
			.hasMessage("Rate limiter 'payment' has no permit left (interrupted while waiting, retry after 0.1s)");
		assertThat(new RateLimitExceededException("payment", null, false))
			.hasMessage("Rate limiter 'payment' has no permit left");
	}

	@Test
	void rejectionWhenThrownHasNoStackTraceAndTakesSuppressedOnes() {
		CallRejectedException ex = new BulkheadFullException("payment", 25, false);

		ex.addSuppressed(new Exception("earlier"));

		assertThat(ex.getStackTrace()).isEmpty();
		assertThat(ex.getCause()).isNull();
		assertThat(ex.getSuppressed()).hasSize(1);
		assertThat(ex).isInstanceOf(ResilienceException.class).isInstanceOf(RuntimeException.class);
	}

	@Test
	void rejectionWhenSerializedKeepsWhatItSays() throws Exception {
		CircuitBreakerOpenException open = copy(
				new CircuitBreakerOpenException("payment", CircuitState.OPEN, Duration.ofSeconds(3)));
		BulkheadFullException full = copy(new BulkheadFullException("payment", 25, true));
		RateLimitExceededException limited = copy(
				new RateLimitExceededException("payment", Duration.ofSeconds(3), true));

		assertThat(open).hasMessage("Circuit breaker 'payment' is OPEN (retry after 3.0s)");
		assertThat(open.state()).isEqualTo(CircuitState.OPEN);
		assertThat(open.retryAfter()).isEqualTo(Duration.ofSeconds(3));
		assertThat(open.policy()).isEqualTo(PolicyType.CIRCUIT_BREAKER);
		assertThat(full).hasMessage("Bulkhead 'payment' is full (25 concurrent calls, interrupted while waiting)");
		assertThat(limited)
			.hasMessage("Rate limiter 'payment' has no permit left (interrupted while waiting, retry after 3.0s)");
	}

	@Test
	void settingWhenInvalidTellsItsNameAndWhatWouldBeRight() {
		InvalidSettingException ex = new InvalidSettingException("failureRateThreshold", 140, "> 0 and <= 100");

		assertThat(ex.setting()).isEqualTo("failureRateThreshold");
		assertThat(ex.expected()).isEqualTo("> 0 and <= 100");
		assertThat(ex).hasMessage("failureRateThreshold: 140 (expected: > 0 and <= 100)");
	}

	@SuppressWarnings("unchecked") // the copy is of the class of the original
	private static <T> T copy(T original) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(original);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return (T) in.readObject();
		}
	}

}
