package dev.resilience.internal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuppressedTests {

	private final Exception failure = new Exception("failure");

	@Test
	void suppressedWhenAddedToItselfIsLeftOut() {
		Suppressed.add(this.failure, this.failure);

		assertThat(this.failure).hasNoSuppressedExceptions();
	}

	@Test
	void suppressedWhenAddedTwiceIsThereOnce() {
		Exception other = new Exception("other");

		Suppressed.add(this.failure, other);
		Suppressed.add(this.failure, other);

		assertThat(this.failure.getSuppressed()).containsExactly(other);
	}

	@Test
	void suppressedWhenAddedWithoutEndIsBounded() {
		for (int i = 0; i < 1000; i++) {
			Suppressed.add(this.failure, new Exception());
		}

		assertThat(this.failure.getSuppressed()).hasSize(32);
	}

}
