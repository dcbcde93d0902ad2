package dev.resilience.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.testing.Lincheck;
import dev.resilience.testing.ManualTicker;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;

/**
 * What the {@link RetryBudget} promises under any interleaving. A deposit that races the
 * turn of a bucket may land in the bucket before: so deposits race with time only while
 * nothing expires, and where it does, the thread that deposits turns the clock.
 */
class RetryBudgetLincheckTests {

	private static final int BUCKETS = 10;

	@Test
	void budgetBeforeAnythingExpiresWhenModelCheckedIsList() {
		Lincheck.modelCheck(YoungBudget.class, YoungList.class);
	}

	@Test
	void budgetBeforeAnythingExpiresWhenStressedIsList() {
		Lincheck.stress(YoungBudget.class, YoungList.class);
	}

	@Test
	void budgetThatForgetsWhenModelCheckedIsList() {
		Lincheck.modelCheck(ForgettingBudget.class, ForgettingList.class);
	}

	@Test
	void budgetThatForgetsWhenStressedIsList() {
		Lincheck.stress(ForgettingBudget.class, ForgettingList.class);
	}

	public abstract static class CheckedBudget {

		final ManualTicker ticker = new ManualTicker();

		final AtomicLong deposits = new AtomicLong();

		/** Two calls for each retry. */
		final RetryBudget budget = new RetryBudget(0.5, 0, Duration.ofNanos(BUCKETS), this.ticker, () -> 0,
				this.deposits::get);

		@Operation
		public boolean tryWithdraw() {
			return this.budget.tryWithdraw();
		}

	}

	public static class YoungBudget extends CheckedBudget {

		@Operation
		public void deposit() {
			this.budget.look(CALL);
			this.deposits.incrementAndGet();
		}

		@Operation(nonParallelGroup = "time")
		public void advance() {
			if (this.ticker.nanoTime() < BUCKETS - 1) {
				this.ticker.advance(Duration.ofNanos(1));
			}
		}

	}

	public static class ForgettingBudget extends CheckedBudget {

		@Operation(nonParallelGroup = "time")
		public void deposit() {
			this.budget.look(CALL);
			this.deposits.incrementAndGet();
		}

		@Operation(nonParallelGroup = "time")
		public void advance(@Param(gen = IntGen.class, conf = "1:10") int buckets) {
			this.ticker.advance(Duration.ofNanos(buckets));
		}

	}

	public abstract static class ListBudget {

		private final List<Integer> deposits = new ArrayList<>();

		private final List<Integer> withdrawals = new ArrayList<>();

		int now;

		public void deposit() {
			this.deposits.add(this.now);
		}

		public boolean tryWithdraw() {
			this.deposits.removeIf((bucket) -> bucket <= this.now - BUCKETS);
			this.withdrawals.removeIf((bucket) -> bucket <= this.now - BUCKETS);
			boolean affordable = this.deposits.size() >= 2 * (this.withdrawals.size() + 1);
			if (affordable) {
				this.withdrawals.add(this.now);
			}
			return affordable;
		}

	}

	public static class YoungList extends ListBudget {

		public void advance() {
			this.now = Math.min(BUCKETS - 1, this.now + 1);
		}

	}

	public static class ForgettingList extends ListBudget {

		public void advance(int buckets) {
			this.now += buckets;
		}

	}

}
