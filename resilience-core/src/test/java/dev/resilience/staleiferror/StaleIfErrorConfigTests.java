package dev.resilience.staleiferror;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StaleIfErrorConfigTests {

	@Test
	void configWhenNothingIsSetHasTheDefaults() {
		assertThat(StaleIfErrorConfig.builder().build()).isEqualTo(new StaleIfErrorConfig(Duration.ofHours(1), 1000));
	}

	@Test
	void configWhenAValueIsOutOfRangeNamesItAndWhatIsAllowed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StaleIfErrorConfig.builder().maxAge(Duration.ofMillis(-1)))
			.withMessage("maxAge: PT-0.001S (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> StaleIfErrorConfig.builder().maximumSize(0))
			.withMessage("maximumSize: 0 (expected: >= 1)");
	}

}
