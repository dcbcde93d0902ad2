package dev.resilience.bulkhead;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BulkheadConfigTests {

	@Test
	void configWhenNothingIsSetHasTheDocumentedDefaults() {
		assertThat(BulkheadConfig.builder().build()).isEqualTo(new BulkheadConfig(25, Duration.ZERO));
	}

	@Test
	void configWhenEverythingIsSetKeepsIt() {
		assertThat(BulkheadConfig.builder().maxConcurrentCalls(3).maxWaitDuration(Duration.ofSeconds(1)).build())
			.isEqualTo(new BulkheadConfig(3, Duration.ofSeconds(1)));
	}

	@Test
	void configWhenAValueIsOutOfRangeSaysWhatIsAllowed() {
		BulkheadConfig.Builder builder = BulkheadConfig.builder();

		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrentCalls(-1))
			.withMessage("maxConcurrentCalls: -1 (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitDuration(Duration.ofNanos(-1)))
			.withMessage("maxWaitDuration: PT-0.000000001S (expected: >= 0)");
	}

}
