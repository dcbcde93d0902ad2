package dev.resilience.circuitbreaker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one state that are running, so that those which take longer than the
 * threshold are known before they return.
 * <p>
 * <b>How it works.</b> A call puts its start into a free slot and takes it out when it
 * ends. Nobody looks at the slots until the earliest of them can be overdue; then one
 * sweep marks and counts those that are, and notes when to look next. So a healthy call
 * pays for its slot and one comparison, and a sweep is paid at most once per threshold
 * and per overdue call.
 * <p>
 * <b>Concurrency:</b> a slot belongs to one call from the compare-and-set that takes it
 * until its end; a sweep turns a start into the mark by compare-and-set, so a call is
 * either counted as overdue and uncounted when it ends, or neither. The time of the next
 * sweep is only ever too early: a sweep sets it to the latest possible before it looks,
 * and whoever knows of an earlier start, the sweep or a call that has just entered,
 * lowers it. Slots are as many as calls ever ran at the same time, rounded up.
 */
final class InFlightCalls {

	private static final int CHUNK = 64;

	private static final long FREE = 0;

	private static final long OVERDUE = -1;

	private final long originNanos;

	private final long thresholdNanos;

	private final Chunk first = new Chunk();

	private final AtomicInteger overdue = new AtomicInteger();

	/** Until then no call can be overdue that is not marked. */
	private final AtomicLong nextSweep = new AtomicLong();

	InFlightCalls(long originNanos, long thresholdNanos) {
		this.originNanos = originNanos;
		this.thresholdNanos = thresholdNanos;
		this.nextSweep.set(dueAfter(1));
	}

	/**
	 * A call begins.
	 * @param now the time
	 * @return its slot, for {@link #leave(int)}
	 */
	int enter(long now) {
		long start = Math.max(0, now - this.originNanos) + 1;
		int slot = take(start);
		lowerNextSweep(dueAfter(start));
		return slot;
	}

	private int take(long start) {
		int preferred = (int) Thread.currentThread().getId() * 8;
		int base = 0;
		for (Chunk chunk = this.first;; chunk = chunk.next()) {
			for (int i = 0; i < CHUNK; i++) {
				int index = (preferred + i * 9) & (CHUNK - 1);
				if (chunk.slots.get(index) == FREE && chunk.slots.compareAndSet(index, FREE, start)) {
					return base + index;
				}
			}
			base += CHUNK;
		}
	}

	/** A call ends. */
	void leave(int slot) {
		Chunk chunk = this.first;
		for (int base = slot; base >= CHUNK; base -= CHUNK) {
			chunk = chunk.next();
		}
		if (chunk.slots.getAndSet(slot & (CHUNK - 1), FREE) == OVERDUE) {
			this.overdue.decrementAndGet();
		}
	}

	/**
	 * How many calls run for longer than the threshold.
	 * @param now the time
	 */
	int overdue(long now) {
		long time = now - this.originNanos + 1;
		if (time >= this.nextSweep.get()) {
			sweep(time);
		}
		return marked();
	}

	/**
	 * How many calls the last sweep found overdue that have not ended. A call that ends
	 * between its mark and its count is uncounted first.
	 */
	int marked() {
		return Math.max(0, this.overdue.get());
	}

	private void sweep(long time) {
		this.nextSweep.set(dueAfter(time));
		for (Chunk chunk = this.first; chunk != null; chunk = chunk.next.get()) {
			for (int i = 0; i < CHUNK; i++) {
				long start = chunk.slots.get(i);
				if (start > FREE && time < dueAfter(start)) {
					lowerNextSweep(dueAfter(start));
				}
				else if (start > FREE && chunk.slots.compareAndSet(i, start, OVERDUE)) {
					this.overdue.incrementAndGet();
				}
			}
		}
	}

	/**
	 * The first moment at which a call is longer than the threshold; never, if that is
	 * too far away.
	 */
	private long dueAfter(long start) {
		long due = start + this.thresholdNanos + 1;
		return (due < start) ? Long.MAX_VALUE : due;
	}

	private void lowerNextSweep(long due) {
		long current = this.nextSweep.get();
		while (due < current && !this.nextSweep.compareAndSet(current, due)) {
			current = this.nextSweep.get();
		}
	}

	/**
	 * A number of slots, and more if those are taken.
	 */
	private static final class Chunk {

		private final AtomicLongArray slots = new AtomicLongArray(CHUNK);

		private final AtomicReference<@Nullable Chunk> next = new AtomicReference<>();

		Chunk next() {
			Chunk next = this.next.get();
			if (next == null) {
				Chunk more = new Chunk();
				next = this.next.compareAndSet(null, more) ? more : next();
			}
			return next;
		}

	}

}
