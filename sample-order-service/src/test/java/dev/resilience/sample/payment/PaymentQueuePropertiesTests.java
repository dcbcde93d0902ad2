package dev.resilience.sample.payment;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaymentQueuePropertiesTests {

	private final PaymentQueueProperties properties = new PaymentQueueProperties(Duration.ofSeconds(1),
			Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(1));

	@ParameterizedTest
	@CsvSource({ "0, PT1S", "1, PT2S", "5, PT32S", "6, PT1M", "5000000, PT1M" })
	void delayAfterWhenFailuresGrowDoublesUpToMaximum(int failures, Duration expected) {
		assertThat(this.properties.delayAfter(failures)).isEqualTo(expected);
	}

}
