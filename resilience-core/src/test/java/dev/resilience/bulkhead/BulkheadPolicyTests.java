package dev.resilience.bulkhead;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.resilience.BulkheadFullException;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.HeldCall;
import dev.resilience.testing.Measures;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.ThrowingListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BulkheadPolicyTests {

	private static final Duration LONG = Duration.ofDays(365 * 300);

	private static final String CALLS = "resilience.bulkhead.calls";

	private final TestContext context = new TestContext();

	@Test
	void bulkheadWhenNewIsEmpty() {
		BulkheadPolicy bulkhead = bulkhead(2, Duration.ZERO);

		assertThat(bulkhead.type()).isEqualTo(PolicyType.BULKHEAD);
		assertThat(bulkhead.instance()).isEqualTo("payment");
		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(2, 0, 0, 0));
	}

	@Test
	void bulkheadWhenFullRejectsAtOnce() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(2, Duration.ZERO);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall first = HeldCall.entered(pipeline);
		HeldCall second = HeldCall.entered(pipeline);

		Throwable failure = Calls.failureOf(pipeline, () -> "done");
		BulkheadSnapshot full = bulkhead.snapshot();
		first.succeed();
		second.fail(new IOException());

		assertThat(failure).isInstanceOf(BulkheadFullException.class)
			.hasMessage("Bulkhead 'payment' is full (2 concurrent calls)");
		assertThat(full).isEqualTo(new BulkheadSnapshot(2, 2, 0, 1));
		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(2, 0, 0, 1));
		assertThat(this.context.events().events()).containsExactly("payment: rejected by bulkhead");
		assertThat(Measures.value(bulkhead, CALLS, "kind", "permitted")).isEqualTo(2);
		assertThat(Measures.value(bulkhead, CALLS, "kind", "rejected")).isOne();
	}

	@Test
	void bulkheadWhenOfSizeZeroRejectsEveryCall() {
		Pipeline pipeline = Pipeline.of(bulkhead(0, Duration.ofMillis(1)));

		Throwable failure = Calls.failureOf(pipeline, () -> "done");

		assertThat(failure).isInstanceOf(BulkheadFullException.class)
			.hasMessage("Bulkhead 'payment' is full (0 concurrent calls)");
	}

	@Test
	void bulkheadWhenAPlaceIsGivenBackLetsTheWaiterIn() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);
		HeldCall waiter = HeldCall.started(pipeline);
		awaitWaiting(bulkhead, 1);

		holder.succeed();
		waiter.awaitEntered();

		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 1, 0, 0));
		waiter.succeed();
		assertThat(waiter.failure()).isNull();
	}

	@Test
	void bulkheadWhenThreadsWaitLetsThemInInTheOrderOfTheirArrival() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<Thread> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			Thread waiter = new Thread(() -> Calls.failureOf(pipeline, () -> order.add(number)));
			waiter.setDaemon(true);
			waiter.start();
			waiters.add(waiter);
			awaitWaiting(bulkhead, i + 1);
		}

		holder.succeed();
		for (Thread waiter : waiters) {
			waiter.join(20_000);
		}

		assertThat(order).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void bulkheadWhenTheWaitEndsRejectsAndLeavesNothingBehind() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, Duration.ofMillis(1));
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);

		for (int i = 0; i < 20; i++) {
			assertThat(Calls.isAdmitted(pipeline)).isFalse();
		}
		holder.succeed();

		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 20));
		assertThat(Calls.isAdmitted(pipeline)).isTrue();
	}

	@Test
	void bulkheadWhenTheWaiterIsInterruptedRejectsAndKeepsTheFlag() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);
		HeldCall waiter = HeldCall.started(pipeline);
		awaitWaiting(bulkhead, 1);

		waiter.interrupt();

		assertThat(waiter.failure()).isInstanceOf(BulkheadFullException.class)
			.hasMessage("Bulkhead 'payment' is full (1 concurrent calls, interrupted while waiting)");
		assertThat(waiter.wasInterruptedAtEnd()).isTrue();
		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 1, 0, 1));
		holder.succeed();
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
	}

	@Test
	void bulkheadWhenTheCallerComesInterruptedAndThereIsNoWaitRejectsAsFull() throws Exception {
		Pipeline pipeline = Pipeline.of(bulkhead(1, Duration.ZERO));
		HeldCall holder = HeldCall.entered(pipeline);

		Thread.currentThread().interrupt();
		Throwable rejection = Calls.failureOf(pipeline, () -> "done");

		assertThat(Thread.interrupted()).isTrue();
		assertThat(rejection).isInstanceOf(BulkheadFullException.class)
			.hasMessage("Bulkhead 'payment' is full (1 concurrent calls)");
		holder.succeed();
	}

	@Test
	void bulkheadWhenTheCallerComesInterruptedAndAPlaceIsFreeLetsItIn() {
		Pipeline pipeline = Pipeline.of(bulkhead(1, LONG));

		Thread.currentThread().interrupt();
		boolean admitted = Calls.isAdmitted(pipeline);

		assertThat(Thread.interrupted()).isTrue();
		assertThat(admitted).isTrue();
	}

	@Test
	void bulkheadWhenItGrowsWhileThreadsWaitLetsThemInAtOnce() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		List<HeldCall> calls = new ArrayList<>(List.of(HeldCall.entered(pipeline)));
		for (int i = 0; i < 3; i++) {
			calls.add(HeldCall.started(pipeline));
		}
		awaitWaiting(bulkhead, 3);

		bulkhead.reconfigure(new BulkheadConfig(4, LONG));

		for (HeldCall call : calls) {
			call.awaitEntered();
		}
		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(4, 4, 0, 0));
		for (HeldCall call : calls) {
			call.succeed();
		}
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
	}

	@Test
	void bulkheadWhenItShrinksWhileThreadsWaitLetsThemInOneAfterTheOther() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(3, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		List<HeldCall> holders = List.of(HeldCall.entered(pipeline), HeldCall.entered(pipeline),
				HeldCall.entered(pipeline));
		HeldCall waiter = HeldCall.started(pipeline);
		awaitWaiting(bulkhead, 1);

		bulkhead.reconfigure(new BulkheadConfig(1, LONG));
		holders.get(0).succeed();
		holders.get(1).succeed();
		BulkheadSnapshot oneRuns = bulkhead.snapshot();
		boolean enteredTooEarly = waiter.hasEntered();
		holders.get(2).succeed();
		waiter.awaitEntered();

		assertThat(oneRuns).isEqualTo(new BulkheadSnapshot(1, 1, 1, 0));
		assertThat(enteredTooEarly).isFalse();
		waiter.succeed();
	}

	@Test
	void bulkheadWhenTheWaitIsChangedUsesItForTheNextCall() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);

		bulkhead.reconfigure(new BulkheadConfig(1, Duration.ZERO));

		assertThat(Calls.isAdmitted(pipeline)).isFalse();
		holder.succeed();
	}

	@Test
	void bulkheadWhenAListenerThrowsAnErrorStillRejectsAndLosesNoPlace() throws Exception {
		BulkheadPolicy bulkhead = new BulkheadPolicy("payment", new BulkheadConfig(1, Duration.ZERO),
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener()));
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			assertThat(Calls.isAdmitted(pipeline)).isFalse();
			assertThat(Calls.isAdmitted(pipeline)).isFalse();
			assertThat(log.messages()).hasSize(2);
		}
		holder.succeed();

		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 0, 0, 2));
	}

	@Test
	void bulkheadWhenResetForgetsItsCountsAndKeepsItsPlaces() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, Duration.ZERO);
		HeldCall holder = HeldCall.entered(Pipeline.of(bulkhead));
		Calls.isAdmitted(Pipeline.of(bulkhead));

		bulkhead.reset();

		assertThat(bulkhead.snapshot()).isEqualTo(new BulkheadSnapshot(1, 1, 0, 0));
		assertThat(Measures.value(bulkhead, CALLS, "kind", "rejected")).as("meters go on").isOne();
		holder.succeed();
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
	}

	@Test
	void bulkheadWhenManyThreadsCallNeverRunsMoreThanAllowedAndHasEveryPlaceBack() throws Exception {
		int limit = 3;
		BulkheadPolicy bulkhead = bulkhead(limit, Duration.ofNanos(20_000));
		Pipeline pipeline = Pipeline.of(bulkhead);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		LongAdder admitted = new LongAdder();

		Parallel.run(16, (index) -> {
			for (int i = 0; i < 1000; i++) {
				if (i % 17 == index) {
					Thread.currentThread().interrupt();
				}
				Calls.failureOf(pipeline, () -> {
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					admitted.increment();
					Thread.yield();
					running.decrementAndGet();
					return "done";
				});
				Thread.interrupted();
			}
		});

		assertThat(most.get()).isLessThanOrEqualTo(limit);
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
		assertThat(bulkhead.snapshot().waitingCalls()).isZero();
		assertThat(admitted.sum() + bulkhead.snapshot().rejectedCalls()).isEqualTo(16_000);
		assertThat(Measures.value(bulkhead, CALLS, "kind", "permitted")).isEqualTo(admitted.sum());
	}

	@Test
	void bulkheadWhenItsLimitMovesWhileThreadsCallLetsEveryWaiterThrough() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(2, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		LongAdder done = new LongAdder();
		CountDownLatch callers = new CountDownLatch(7);

		Parallel.run(8, (index) -> {
			if (index > 0) {
				for (int i = 0; i < 1500; i++) {
					Calls.call(pipeline, () -> {
						done.increment();
						Thread.yield();
						return "done";
					});
				}
				callers.countDown();
				return;
			}
			for (int i = 0; !callers.await(0, TimeUnit.SECONDS); i++) {
				bulkhead.reconfigure(new BulkheadConfig(i % 4, LONG));
				Thread.yield();
			}
		});

		assertThat(done.sum()).isEqualTo(7 * 1500);
		assertThat(bulkhead.snapshot().concurrentCalls()).isZero();
		assertThat(bulkhead.snapshot().waitingCalls()).isZero();
	}

	@Test
	void bulkheadWhenMeasuredNamesItsMeasuresAsDocumented() {
		BulkheadPolicy bulkhead = bulkhead(4, Duration.ZERO);

		assertThat(Measures.names(bulkhead)).containsExactlyInAnyOrder(
				"GAUGE resilience.bulkhead.max.allowed.concurrent.calls {name=payment}",
				"GAUGE resilience.bulkhead.concurrent.calls {name=payment}",
				"GAUGE resilience.bulkhead.waiting.calls {name=payment}",
				"COUNTER resilience.bulkhead.calls {kind=permitted, name=payment}",
				"COUNTER resilience.bulkhead.calls {kind=rejected, name=payment}");
		assertThat(Measures.value(bulkhead, "resilience.bulkhead.max.allowed.concurrent.calls")).isEqualTo(4);
	}

	@Test
	void bulkheadWhenMeasuredWhileCallsRunAndWaitCountsThem() throws Exception {
		BulkheadPolicy bulkhead = bulkhead(1, LONG);
		Pipeline pipeline = Pipeline.of(bulkhead);
		HeldCall holder = HeldCall.entered(pipeline);
		HeldCall waiter = HeldCall.started(pipeline);
		awaitWaiting(bulkhead, 1);

		assertThat(Measures.value(bulkhead, "resilience.bulkhead.concurrent.calls")).isOne();
		assertThat(Measures.value(bulkhead, "resilience.bulkhead.waiting.calls")).isOne();
		holder.succeed();
		waiter.succeed();
	}

	@Test
	void bulkheadWhenAskedForAttributesGivesThemInTheirOrder() {
		assertThat(bulkhead(4, Duration.ZERO).snapshot().attributes())
			.hasToString("{maxConcurrentCalls=4, concurrentCalls=0, waitingCalls=0, rejectedCalls=0}");
	}

	private BulkheadPolicy bulkhead(int calls, Duration wait) {
		return new BulkheadPolicy("payment", new BulkheadConfig(calls, wait), this.context.policyContext());
	}

	private static void awaitWaiting(BulkheadPolicy bulkhead, int number) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofSeconds(20))
			.until(() -> bulkhead.snapshot().waitingCalls() == number);
	}

}
