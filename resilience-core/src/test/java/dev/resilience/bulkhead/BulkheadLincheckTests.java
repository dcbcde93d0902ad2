package dev.resilience.bulkhead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.resilience.BulkheadFullException;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.internal.Permit;
import dev.resilience.testing.Lincheck;
import dev.resilience.testing.ManualTicker;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;

/**
 * The {@link BulkheadPolicy} under any interleaving is a number of calls below a limit.
 */
class BulkheadLincheckTests {

	private static final int LIMIT = 2;

	@Test
	void bulkheadWhenModelCheckedIsNumber() {
		Lincheck.modelCheck(CheckedBulkhead.class, CountedCalls.class);
	}

	@Test
	void bulkheadWhenStressedIsNumber() {
		Lincheck.stress(CheckedBulkhead.class, CountedCalls.class);
	}

	public static class CheckedBulkhead {

		private final BulkheadPolicy bulkhead = new BulkheadPolicy("payment", new BulkheadConfig(LIMIT, Duration.ZERO),
				new PolicyContext(new ManualTicker(), () -> Instant.EPOCH, () -> 0.5, new PolicyListener() {
				}));

		private final Deque<Permit> held = new ArrayDeque<>();

		private final Deque<Permit> heldByOther = new ArrayDeque<>();

		@Operation(nonParallelGroup = "a caller")
		public boolean acquire() {
			return acquire(this.held);
		}

		@Operation(nonParallelGroup = "a caller")
		public void finish() {
			finish(this.held);
		}

		@Operation(nonParallelGroup = "another caller")
		public boolean acquireOther() {
			return acquire(this.heldByOther);
		}

		@Operation(nonParallelGroup = "another caller")
		public void finishOther() {
			finish(this.heldByOther);
		}

		@Operation
		public int concurrentCalls() {
			return this.bulkhead.snapshot().concurrentCalls();
		}

		private boolean acquire(Deque<Permit> held) {
			try {
				held.add(this.bulkhead.acquire(CALL));
				return true;
			}
			catch (BulkheadFullException ex) {
				return false;
			}
		}

		private static void finish(Deque<Permit> held) {
			Permit permit = held.poll();
			if (permit != null) {
				permit.success(CALL, null);
			}
		}

	}

	public static class CountedCalls {

		private int held;

		private int heldByOther;

		public boolean acquire() {
			boolean free = concurrentCalls() < LIMIT;
			this.held += free ? 1 : 0;
			return free;
		}

		public void finish() {
			this.held = Math.max(0, this.held - 1);
		}

		public boolean acquireOther() {
			boolean free = concurrentCalls() < LIMIT;
			this.heldByOther += free ? 1 : 0;
			return free;
		}

		public void finishOther() {
			this.heldByOther = Math.max(0, this.heldByOther - 1);
		}

		public int concurrentCalls() {
			return this.held + this.heldByOther;
		}

	}

}
