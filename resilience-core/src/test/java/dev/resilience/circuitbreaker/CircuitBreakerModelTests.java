package dev.resilience.circuitbreaker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine beside the {@link CircuitBreakerModel} in random {@link Sequences}. Many
 * more of them than in a build:
 * {@code mvn test -pl resilience-core -Dtest=CircuitBreakerModelTests
 * -Dresilience.model.sequences=1000000 -Dresilience.model.seed=1}
 */
class CircuitBreakerModelTests {

	private static final int SEQUENCES = 50_000;

	private static final long SEED = 20260131;

	@Test
	void breakerWhenLookedAtAfterEachStepIsTheModel() {
		assertThat(difference(true, SEED)).isNull();
	}

	@Test
	void breakerWhenTimePassesUnseenIsTheModelAtTheNextStep() {
		assertThat(difference(false, SEED + SEQUENCES)).isNull();
	}

	private static @Nullable String difference(boolean lookAfterTime, long seed) {
		return EngineComparison.sequences(lookAfterTime)
			.firstDifference(Sequences.firstSeed(seed), Sequences.count(SEQUENCES));
	}

}
