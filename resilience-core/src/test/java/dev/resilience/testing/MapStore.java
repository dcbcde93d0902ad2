package dev.resilience.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.resilience.staleiferror.StaleIfErrorConfig;
import dev.resilience.staleiferror.StaleStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets nothing by itself, so that the policy alone decides.
 */
public final class MapStore implements StaleStore {

	private final Map<Object, Object> entries = new ConcurrentHashMap<>();

	private volatile @Nullable StaleIfErrorConfig config;

	@Override
	public void put(Object key, Object entry) {
		this.entries.put(key, entry);
	}

	@Override
	public @Nullable Object get(Object key) {
		return this.entries.get(key);
	}

	@Override
	public long size() {
		return this.entries.size();
	}

	@Override
	public void clear() {
		this.entries.clear();
	}

	@Override
	public void reconfigure(StaleIfErrorConfig config) {
		this.config = config;
	}

	/** What the store was told last, or null. */
	public @Nullable StaleIfErrorConfig config() {
		return this.config;
	}

}
