package dev.resilience.spring.caffeine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import dev.resilience.staleiferror.StaleIfErrorConfig;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CaffeineStaleStoreTests {

	private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 1000);

	private final CaffeineStaleStore store = new CaffeineStaleStore(new StaleIfErrorConfig(Duration.ofMinutes(10), 100),
			this.ticker);

	@Test
	void storeWhenAnEntryIsReplacedHasTheLastOne() {
		this.store.put("tea", "old");
		this.store.put("tea", "new");

		assertThat(this.store.get("tea")).isEqualTo("new");
		assertThat(this.store.get("coffee")).isNull();
		assertThat(this.store.size()).isEqualTo(1);
	}

	@Test
	void storeWhenAMillionKeysComeInKeepsNoMoreThanItMay() {
		for (int i = 0; i < 1_000_000; i++) {
			this.store.put(i, "entry");
		}

		assertThat(this.store.size()).isEqualTo(100);
	}

	@Test
	void storeWhenEntriesAreTooOldForgetsThem() {
		this.store.put("tea", "entry");
		this.ticker.advance(Duration.ofMinutes(10).plusNanos(1));

		assertThat(this.store.size()).isZero();
	}

	@Test
	void storeWhenItsBoundsChangeKeepsWhatIsWithin() {
		for (int i = 0; i < 100; i++) {
			this.store.put(i, "entry");
		}

		this.store.reconfigure(new StaleIfErrorConfig(Duration.ofMinutes(20), 10));
		assertThat(this.store.size()).isEqualTo(10);

		this.ticker.advance(Duration.ofMinutes(15));
		assertThat(this.store.size()).isEqualTo(10);

		this.store.reconfigure(new StaleIfErrorConfig(Duration.ofMinutes(5), 10));
		assertThat(this.store.size()).isZero();
	}

	@Test
	void storeWhenClearedIsEmpty() {
		this.store.put("tea", "entry");

		this.store.clear();

		assertThat(this.store.size()).isZero();
	}

	@Test
	void storeWhenItEvictsDoesSoOnTheCallersThread() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		CaffeineStaleStore small = new CaffeineStaleStore(new StaleIfErrorConfig(Duration.ofMinutes(10), 1),
				this.ticker);
		for (int i = 0; i < 1000; i++) {
			small.put(new Object() {

				@Override
				public int hashCode() {
					threads.add(Thread.currentThread());
					return super.hashCode();
				}

			}, "entry");
		}

		assertThat(ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS)).isTrue();
		assertThat(small.size()).isEqualTo(1);
		assertThat(threads).containsExactly(Thread.currentThread());
	}

}
