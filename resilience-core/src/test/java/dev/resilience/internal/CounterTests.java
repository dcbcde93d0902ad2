package dev.resilience.internal;

import dev.resilience.testing.Parallel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CounterTests {

	private final Counter counter = new Counter();

	@Test
	void counterWhenResetStartsAgainAndItsTotalGoesOn() {
		this.counter.increment();
		this.counter.increment();
		this.counter.reset();
		this.counter.increment();

		assertThat(this.counter.sinceReset()).isOne();
		assertThat(this.counter.total()).isEqualTo(3);
	}

	@Test
	void counterWhenThreadsCountAndResetIsNeverNegativeAndLosesNothing() throws Exception {
		Parallel.run(4, (index) -> {
			for (int i = 0; i < 20_000; i++) {
				this.counter.increment();
				if (i % 100 == 0) {
					this.counter.reset();
				}
				assertThat(this.counter.sinceReset() >= 0).isTrue();
			}
		});

		assertThat(this.counter.total()).isEqualTo(80_000);
	}

}
