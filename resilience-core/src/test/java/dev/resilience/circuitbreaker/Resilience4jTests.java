package dev.resilience.circuitbreaker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resilience4j as an oracle: where it does not differ from us by a named
 * {@link Difference}, two implementations that know nothing of each other agree. The
 * {@link CircuitBreakerModel} is the link: without differences it is our engine, as
 * {@link CircuitBreakerModelTests} show, and with all of them it is Resilience4j. Many
 * more sequences than in a build:
 * {@code mvn test -pl resilience-core -Dtest=Resilience4jTests
 * -Dresilience.model.sequences=1000000 -Dresilience.model.seed=1}
 */
class Resilience4jTests {

	private static final int SEQUENCES = 20_000;

	private static final long SEED = 20260131;

	@Test
	void peerWhenAllDifferencesAreOnIsTheModel() {
		String difference = Resilience4jComparison.sequences(Difference.all())
			.firstDifference(Sequences.firstSeed(SEED), Sequences.count(SEQUENCES));

		assertThat(difference).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void peerWhenOneDifferenceIsOffIsNotTheModel(Difference difference) {
		String found = Resilience4jComparison.sequences(Difference.allBut(difference)).firstDifference(SEED, SEQUENCES);

		assertThat(found).isNotNull();
	}

}
