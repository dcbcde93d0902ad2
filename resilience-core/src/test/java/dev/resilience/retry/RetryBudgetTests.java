package dev.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

import dev.resilience.Ticker;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private static final DoubleSupplier NO_CHANCE = () -> {
		throw new AssertionError("few calls are all timed");
	};

	private final ManualTicker ticker = new ManualTicker();

	private final LongAdder deposits = new LongAdder();

	@ParameterizedTest
	@CsvSource({ "0.2, 10, 1000, 300", "0.2, 0, 1000, 200", "0.2, 0, 4, 0", "0.2, 0, 5, 1", "0.1, 0, 10, 1",
			"0.1, 0, 30, 3", "0.3, 0, 10, 3", "1, 0, 7, 7", "0.2, 10, 0, 100", "0.2, 1, 0, 10", "0.01, 0, 99, 0",
			"0.01, 0, 100, 1", "0.7, 0, 10, 7", "0.29, 0, 100, 29", "0.57, 0, 100, 57" })
	void budgetWhenCallsWereMadeAllowsTheirShareAndTheFloor(double ratio, int perSecond, int calls, int retries) {
		RetryBudget budget = new RetryBudget(ratio, perSecond, WINDOW, this.ticker, NO_CHANCE, this.deposits::sum);
		deposit(budget, calls);

		assertThat(budget.balance()).isEqualTo(retries);
		assertThat(withdrawals(budget)).isEqualTo(retries);
		assertThat(budget.balance()).isZero();
	}

	@Test
	void budgetWhenAThousandCallsAreSpreadOverTheWindowAllowsThreeHundredRetries() {
		RetryBudget budget = new RetryBudget(0.2, 10, WINDOW, this.ticker, NO_CHANCE, this.deposits::sum);
		for (int i = 0; i < 1000; i++) {
			deposit(budget, 1);
			if (i < 999) {
				this.ticker.advanceMillis(10);
			}
		}

		assertThat(withdrawals(budget)).isEqualTo(300);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -5_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE - 5_000_000_000L, Long.MIN_VALUE })
	void budgetWhenTheWindowIsOverForgetsCallsAndRetries(long start) {
		ManualTicker ticker = new ManualTicker(start);
		RetryBudget budget = new RetryBudget(0.5, 1, WINDOW, ticker, NO_CHANCE, this.deposits::sum);
		deposit(budget, 100);
		for (int i = 0; i < 5; i++) {
			budget.tryWithdraw();
		}

		double atOnce = budget.balance();
		ticker.advance(WINDOW.minusNanos(1));
		double before = budget.balance();
		ticker.advance(Duration.ofNanos(1));

		assertThat(atOnce).isEqualTo(55);
		assertThat(before).isEqualTo(55);
		assertThat(budget.balance()).isEqualTo(10);
	}

	@Test
	void budgetWhenTimePassesForgetsBucketByBucket() {
		RetryBudget budget = new RetryBudget(1, 0, WINDOW, this.ticker, NO_CHANCE, this.deposits::sum);
		for (int second = 0; second < 10; second++) {
			deposit(budget, 1 + second);
			this.ticker.advance(Duration.ofSeconds(1));
		}
		StringBuilder balances = new StringBuilder();
		for (int second = 0; second < 11; second++) {
			balances.append((int) budget.balance()).append(' ');
			this.ticker.advance(Duration.ofSeconds(1));
		}

		assertThat(balances).hasToString("54 52 49 45 40 34 27 19 10 0 0 ");
	}

	@Test
	void budgetWhenNothingHappensForAgesStartsAgain() {
		RetryBudget budget = new RetryBudget(1, 0, WINDOW, this.ticker, NO_CHANCE, this.deposits::sum);
		deposit(budget, 5);

		this.ticker.advance(Duration.ofDays(100 * 365).plusMillis(300));
		deposit(budget, 2);

		assertThat(withdrawals(budget)).isEqualTo(2);
	}

	@Test
	void budgetWhenEmptyIsNeverNegative() {
		RetryBudget budget = new RetryBudget(1, 0, WINDOW, this.ticker, NO_CHANCE, this.deposits::sum);
		deposit(budget, 3);
		this.ticker.advance(Duration.ofSeconds(9));
		withdrawals(budget);

		this.ticker.advance(Duration.ofSeconds(1));

		assertThat(budget.balance()).isZero();
		assertThat(budget.tryWithdraw()).isFalse();
		deposit(budget, 3);
		assertThat(budget.tryWithdraw()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 9, 10, 15, Long.MAX_VALUE })
	void budgetWhenTheWindowIsTinyOrHugeStillWorks(long nanos) {
		RetryBudget budget = new RetryBudget(1, 0, Duration.ofNanos(nanos), this.ticker, NO_CHANCE, this.deposits::sum);
		deposit(budget, 3);

		assertThat(withdrawals(budget)).isEqualTo(3);
	}

	@Test
	void budgetWhenABucketBeganWithFewerCallsBehindItLooksForEach() {
		AtomicInteger looks = new AtomicInteger();
		RetryBudget budget = new RetryBudget(0.5, 0, WINDOW, countLooks(looks), NO_CHANCE, this.deposits::sum);
		deposit(budget, 9_999);
		this.ticker.advance(Duration.ofSeconds(1));
		deposit(budget, 1);
		looks.set(0);

		deposit(budget, 6_400);

		assertThat(looks).hasValue(6_400);
	}

	@Test
	void budgetWhenABucketBeganWithTenThousandCallsBehindItLooksSeldom() {
		AtomicInteger looks = new AtomicInteger();
		AtomicInteger dice = new AtomicInteger();
		RetryBudget budget = new RetryBudget(0.5, 0, WINDOW, countLooks(looks),
				() -> (dice.getAndIncrement() % 64) / 64.0, this.deposits::sum);
		deposit(budget, 10_000);
		this.ticker.advance(Duration.ofSeconds(1));
		deposit(budget, 1);
		looks.set(0);

		deposit(budget, 6_400);

		assertThat(looks).hasValue(100);
		assertThat(budget.balance()).isEqualTo(8_200);
	}

	@Test
	void budgetWhenCallsDidNotLookForgetsThemWithTheBucketBefore() {
		RetryBudget budget = new RetryBudget(1, 0, WINDOW, this.ticker, () -> 0.999, this.deposits::sum);
		deposit(budget, 10_000);
		this.ticker.advance(Duration.ofSeconds(1));
		deposit(budget, 1);
		this.ticker.advance(Duration.ofSeconds(3));

		deposit(budget, 40);

		assertThat(budget.balance()).isEqualTo(10_041);
		this.ticker.advance(Duration.ofSeconds(6));
		assertThat(budget.balance()).isEqualTo(41);
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(budget.balance()).isZero();
	}

	@Test
	void budgetWhenCallsBecomeFewLooksForEachAgain() {
		double[] chance = { 0 };
		RetryBudget budget = new RetryBudget(1, 0, WINDOW, this.ticker, () -> chance[0], this.deposits::sum);
		deposit(budget, 10_000);
		this.ticker.advance(Duration.ofSeconds(1));
		deposit(budget, 1);
		this.ticker.advance(WINDOW);
		deposit(budget, 1);
		chance[0] = 0.999;
		this.ticker.advance(Duration.ofSeconds(5));

		deposit(budget, 7);

		this.ticker.advance(Duration.ofSeconds(5));
		assertThat(budget.balance()).isEqualTo(7);
	}

	@Test
	void budgetWhenThreadsWithdrawTogetherGivesNoMoreThanAllowed() throws Exception {
		for (int round = 0; round < 50; round++) {
			ManualTicker ticker = new ManualTicker();
			this.deposits.reset();
			RetryBudget budget = new RetryBudget(0.2, 1, WINDOW, ticker, NO_CHANCE, this.deposits::sum);
			deposit(budget, 500);

			List<Integer> taken = Parallel.call(8, (index) -> withdrawals(budget));

			assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(110);
		}
	}

	@Test
	void budgetWhenThreadsDepositAndWithdrawWhileTimePassesGivesNoMoreThanAllowed() throws Exception {
		for (int round = 0; round < 30; round++) {
			ManualTicker ticker = new ManualTicker();
			this.deposits.reset();
			RetryBudget budget = new RetryBudget(0.5, 0, WINDOW, ticker, NO_CHANCE, this.deposits::sum);

			List<Integer> taken = Parallel.call(8, (index) -> {
				int withdrawn = 0;
				for (int i = 0; i < 1000; i++) {
					deposit(budget, 1);
					if (i % 100 == 0) {
						ticker.advanceMillis(10);
					}
					if (budget.tryWithdraw()) {
						withdrawn++;
					}
				}
				return withdrawn;
			});

			int sum = taken.stream().mapToInt(Integer::intValue).sum();
			assertThat(sum).isLessThanOrEqualTo(4000);
			assertThat(sum + (int) budget.balance()).isEqualTo(4000);
		}
	}

	private Ticker countLooks(AtomicInteger looks) {
		return new Ticker() {

			@Override
			public long nanoTime() {
				looks.incrementAndGet();
				return RetryBudgetTests.this.ticker.nanoTime();
			}

			@Override
			public void sleep(long nanos) {
				throw new AssertionError("a budget does not wait");
			}

		};
	}

	private void deposit(RetryBudget budget, int calls) {
		for (int i = 0; i < calls; i++) {
			budget.look(CALL);
			this.deposits.increment();
		}
	}

	private static int withdrawals(RetryBudget budget) {
		int withdrawals = 0;
		while (budget.tryWithdraw()) {
			withdrawals++;
		}
		return withdrawals;
	}

}
