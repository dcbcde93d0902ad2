package dev.resilience.circuitbreaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.Invocation;

/**
 * The outcomes of the last N calls, exact under any interleaving.
 * <p>
 * <b>How it works.</b> One long, the head, holds the counts of failed and slow calls, the
 * position that the next outcome goes to, whether the ring is full, and the number of the
 * lap. A thread records an outcome by one compare-and-set of the head, which takes the
 * outcome that it replaces out of the counts and puts its own in: that is the moment at
 * which the record happens, and the counts are right at each such moment. Only then it
 * writes its slot of the ring. Since the slot is read again one lap later, it carries the
 * parity of its lap: a thread that comes round before the slot was written waits for that
 * one write. With a ring of usual size that never happens.
 * <p>
 * <b>What it need not write.</b> A full ring of fast successes plus one more is the same
 * ring. In that state, the usual one of a healthy dependency, recording a success only
 * reads the head: threads do not meet, and the cache line stays shared.
 * <p>
 * <b>Why laps are numbered.</b> The lap takes all bits that the counts leave free, so
 * that a head never has the same value again while a thread sits between reading a slot
 * and its compare-and-set: for 1,000,000 slots after 8 million records, for 100 slots
 * after 10^13.
 */
final class CountWindow implements Window {

	static final int MAX_SIZE = 1_000_000;

	private static final int OUTCOME = FAILED | SLOW;

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(byte[].class);

	private final int size;

	private final byte[] slots;

	/** How many bits each of failed, slow and position takes. */
	private final int width;

	private final long mask;

	private final long full;

	private final AtomicLong head = new AtomicLong();

	CountWindow(int size) {
		this.size = size;
		this.slots = new byte[size];
		this.width = Integer.SIZE - Integer.numberOfLeadingZeros(size);
		this.mask = (1L << this.width) - 1;
		this.full = 1L << (3 * this.width);
	}

	/**
	 * Records how a call ended.
	 * @param outcome {@link #FAILED} and {@link #SLOW}, or 0
	 * @return the head after it, for {@link #total(long)} and its companions
	 */
	long record(int outcome) {
		while (true) {
			long head = head();
			boolean full = (head & this.full) != 0;
			if (full && outcome == 0 && failed(head) == 0 && slow(head) == 0) {
				return head;
			}
			int position = position(head);
			int replaced = 0;
			if (full) {
				int slot = (byte) SLOT.getAcquire(this.slots, position);
				if ((slot >>> 2) != stamp(head - lapUnit())) {
					Thread.onSpinWait();
					continue;
				}
				replaced = slot & OUTCOME;
			}
			long next = head + delta(outcome) - delta(replaced);
			next = (position + 1 < this.size) ? next + (1L << (2 * this.width)) : nextLap(next, position);
			if (this.head.compareAndSet(head, next)) {
				SLOT.setRelease(this.slots, position, (byte) (stamp(head) << 2 | outcome));
				return next;
			}
		}
	}

	@Override
	public void record(Invocation invocation, int outcome, Reader reader) {
		tell(record(outcome), reader);
	}

	@Override
	public void read(Reader reader) {
		tell(head(), reader);
	}

	long head() {
		return this.head.get();
	}

	private void tell(long head, Reader reader) {
		reader.counted(total(head), failed(head), slow(head));
	}

	int total(long head) {
		return ((head & this.full) != 0) ? this.size : position(head);
	}

	int failed(long head) {
		return (int) (head & this.mask);
	}

	int slow(long head) {
		return (int) (head >>> this.width & this.mask);
	}

	private int position(long head) {
		return (int) (head >>> (2 * this.width) & this.mask);
	}

	private long nextLap(long head, int position) {
		return (head - ((long) position << (2 * this.width)) | this.full) + lapUnit();
	}

	private long lapUnit() {
		return this.full << 1;
	}

	/** 1 or 2 in turn; 0 is a slot that was never written. */
	private int stamp(long head) {
		return 1 + (int) (head >>> (3 * this.width + 1) & 1);
	}

	private long delta(int outcome) {
		return (outcome & FAILED) + ((long) (outcome >>> 1) << this.width);
	}

}
