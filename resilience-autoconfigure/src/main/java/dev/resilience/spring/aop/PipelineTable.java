package dev.resilience.spring.aop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Finds a pipeline by the very {@link Method} object that a proxy class passes to its
 * interceptors, and the class of the target: an open hash table of identities.
 * <p>
 * <b>Concurrency:</b> an entry goes into a free place by compare-and-set and is never
 * moved or removed. A table that gets too full is copied to a larger one, which replaces
 * it as a whole; an entry that was added to the old one meanwhile may be lost, and is
 * then found the slow way and added once more. Entries have final fields only, so a
 * reader needs no fence.
 */
final class PipelineTable {

	/**
	 * Proxy classes are few; whoever makes new {@link Method} objects per call is served
	 * the slow way.
	 */
	private static final int MAX_SIZE = 1 << 16;

	private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Entry[].class);

	private final AtomicReference<@Nullable Entry[]> table = new AtomicReference<>(new Entry[64]);

	/** Roughly how many entries there are: decides when to grow. */
	private final AtomicInteger size = new AtomicInteger();

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

	/** Leaves at least half of the places free, so that a search soon ends. */
	void add(Entry entry) {
		if (find(entry.method, entry.targetClass) != null) {
			return;
		}
		@Nullable Entry[] table = this.table.get();
		if (this.size.incrementAndGet() * 2 > table.length) {
			if (table.length >= MAX_SIZE) {
				this.size.decrementAndGet();
				return;
			}
			@Nullable Entry[] larger = new Entry[table.length * 2];
			for (Entry it : table) {
				if (it != null) {
					put(larger, it);
				}
			}
			table = this.table.compareAndSet(table, larger) ? larger : this.table.get();
		}
		put(table, entry);
	}

	/** The same method may be added by two threads: the second is never found. */
	private static void put(@Nullable Entry[] table, Entry entry) {
		int mask = table.length - 1;
		int i = index(entry.method, mask);
		while (table[i] != null || !PLACE.compareAndSet(table, i, (Entry) null, entry)) {
			i = (i + 1) & mask;
		}
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
