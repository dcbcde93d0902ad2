package dev.resilience.spring.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.resilience.Ticker;
import dev.resilience.staleiferror.StaleIfErrorConfig;
import dev.resilience.staleiferror.StaleStore;
import org.jspecify.annotations.Nullable;

/**
 * A store on Caffeine. Forgets the least useful entry when there are too many, and those
 * that are too old. Its upkeep is done by the calls themselves, a little each time: no
 * thread of its own, and none of the common pool.
 */
final class CaffeineStaleStore implements StaleStore {

	private final Cache<Object, Object> cache;

	CaffeineStaleStore(StaleIfErrorConfig config, Ticker ticker) {
		this.cache = Caffeine.newBuilder()
			.maximumSize(config.maximumSize())
			.expireAfterWrite(config.maxAge())
			.ticker(ticker::nanoTime)
			.executor(Runnable::run)
			.build();
	}

	@Override
	public void put(Object key, Object entry) {
		this.cache.put(key, entry);
	}

	@Override
	public @Nullable Object get(Object key) {
		return this.cache.getIfPresent(key);
	}

	@Override
	public long size() {
		this.cache.cleanUp();
		return this.cache.estimatedSize();
	}

	@Override
	public void clear() {
		this.cache.invalidateAll();
	}

	@Override
	public void reconfigure(StaleIfErrorConfig config) {
		this.cache.policy().eviction().ifPresent((eviction) -> eviction.setMaximum(config.maximumSize()));
		this.cache.policy().expireAfterWrite().ifPresent((expiration) -> expiration.setExpiresAfter(config.maxAge()));
	}

}
