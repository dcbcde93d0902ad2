package dev.resilience.bulkhead;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlacesTests {

	@Test
	void totalCountsWhatWasTakenAndNotWhatWasRefusedOrGivenBack() {
		Places places = new Places(2);

		assertThat(places.tryTake()).isTrue();
		assertThat(places.tryTake()).isTrue();
		assertThat(places.tryTake()).isFalse();
		places.giveBack();
		assertThat(places.tryTake()).isTrue();

		assertThat(places.total()).isEqualTo(3);
		assertThat(places.taken()).isEqualTo(2);
	}

	@Test
	void totalWhenItsHalfOfTheStateIsFullGoesOn() {
		Places places = new OldPlaces();

		assertThat(places.total()).isEqualTo((1L << 32) - 2);
		for (int i = 0; i < 4; i++) {
			assertThat(places.tryTake()).isTrue();
		}

		assertThat(places.total()).isEqualTo((1L << 32) + 2);
		assertThat(places.taken()).isEqualTo(4);
		assertThat(places.tryTake()).isTrue();
		assertThat(places.tryTake()).isFalse();
		for (int i = 0; i < 5; i++) {
			places.giveBack();
		}
		assertThat(places.taken()).isZero();
		assertThat(places.total()).isEqualTo((1L << 32) + 3);
	}

	/** Places that were taken nearly as often as fits into their half of the state. */
	private static final class OldPlaces extends Places {

		private static final long serialVersionUID = 1L;

		OldPlaces() {
			super(5);
			setState(-2L << 32);
		}

	}

}
