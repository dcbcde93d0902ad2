package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Finds a pipeline by the very {@link Method} object that a proxy class passes to its
 * interceptors, and the class of the target: an open hash table of identities.
 * <p>
 * <b>Concurrency:</b> the array is never written after it was published. Adding copies it
 * and swaps the reference; who loses the race tries again. A reader that still has the
 * old array misses the new entry and finds it the slow way.
 */
final class PipelineTable {

	/**
	 * Proxy classes are few; whoever makes new {@link Method} objects per call is served
	 * the slow way.
	 */
	private static final int MAX_SIZE = 1 << 16;

	private final AtomicReference<@Nullable Entry[]> table = new AtomicReference<>(new Entry[64]);

	@Nullable Entry find(Method method, Class<?> targetClass) {
		@Nullable Entry[] table = this.table.get();
		int mask = table.length - 1;
		for (int i = index(method, mask);; i = (i + 1) & mask) {
			Entry entry = table[i];
			if (entry == null || (entry.method == method && entry.targetClass == targetClass)) {
				return entry;
			}
		}
	}

	void add(Entry entry) {
		while (true) {
			@Nullable Entry[] table = this.table.get();
			if (find(entry.method, entry.targetClass) != null || table.length >= MAX_SIZE) {
				return;
			}
			if (this.table.compareAndSet(table, with(table, entry))) {
				return;
			}
		}
	}

	private static @Nullable Entry[] with(@Nullable Entry[] table, Entry entry) {
		long used = Arrays.stream(table).filter((it) -> it != null).count();
		@Nullable Entry[] copy = new Entry[(used * 4 < table.length) ? table.length : table.length * 2];
		for (Entry it : table) {
			if (it != null) {
				put(copy, it);
			}
		}
		put(copy, entry);
		return copy;
	}

	private static void put(@Nullable Entry[] table, Entry entry) {
		int mask = table.length - 1;
		int i = index(entry.method, mask);
		while (table[i] != null) {
			i = (i + 1) & mask;
		}
		table[i] = entry;
	}

	private static int index(Method method, int mask) {
		int hash = System.identityHashCode(method);
		return (hash ^ (hash >>> 12)) & mask;
	}

	/**
	 * What was found for a method.
	 */
	static final class Entry {

		private final Method method;

		private final Class<?> targetClass;

		private final @Nullable Pipeline pipeline;

		Entry(Method method, Class<?> targetClass, @Nullable Pipeline pipeline) {
			this.method = method;
			this.targetClass = targetClass;
			this.pipeline = pipeline;
		}

		/** The pipeline, or null if the method is not guarded. */
		@Nullable Pipeline pipeline() {
			return this.pipeline;
		}

	}

}
