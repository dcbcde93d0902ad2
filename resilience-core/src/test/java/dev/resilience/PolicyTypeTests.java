package dev.resilience;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyTypeTests {

	@Test
	void typesWhenListedAreInTheOrderOfNesting() {
		assertThat(Arrays.stream(PolicyType.values()).map(PolicyType::id)).containsSubsequence("fallback",
				"stale-if-error", "retry", "circuit-breaker", "rate-limiter", "bulkhead");
	}

	@Test
	void typeWhenShownInJsonIsInCamelCase() {
		assertThat(PolicyType.CIRCUIT_BREAKER.key()).isEqualTo("circuitBreaker");
		assertThat(PolicyType.RETRY.key()).isEqualTo("retry");
	}

	@Test
	void typeWhenLookedUpIsFoundByItsIdOnly() {
		for (PolicyType type : PolicyType.values()) {
			assertThat(PolicyType.ofId(type.id())).contains(type);
		}
		assertThat(PolicyType.ofId("circuitBreaker")).isEmpty();
		assertThat(PolicyType.ofId("")).isEmpty();
	}

}
