package dev.resilience;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TickerTests {

	private final Ticker ticker = Ticker.system();

	@Test
	void tickerWhenItSleepsLetsThatTimePass() throws Exception {
		long before = this.ticker.nanoTime();

		this.ticker.sleep(Duration.ofMillis(2).toNanos());

		assertThat(this.ticker.nanoTime() - before).isGreaterThanOrEqualTo(Duration.ofMillis(2).toNanos());
	}

	@Test
	void tickerWhenThereIsNothingToSleepReturns() throws Exception {
		this.ticker.sleep(0);
		this.ticker.sleep(-1);

		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void tickerWhenTheThreadIsInterruptedThrowsAndClearsTheFlag() {
		for (long nanos : new long[] { 0, 1_000_000_000_000L }) {
			Thread.currentThread().interrupt();

			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.ticker.sleep(nanos));

			assertThat(Thread.interrupted()).isFalse();
		}
	}

}
