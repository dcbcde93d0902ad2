package dev.resilience;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;

import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.RecordingListener;
import dev.resilience.testing.ThrowingListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyContextTests {

	@Test
	void contextWhenAListenerThrowsTellsTheOthersEverything() {
		RecordingListener before = new RecordingListener();
		RecordingListener after = new RecordingListener();
		PolicyListener listener = PolicyContext.system(before, new ThrowingListener(), after).listener();

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			tellEverything(listener);

			assertThat(log.messages()).hasSize(9)
				.containsOnly("SEVERE Listener dev.resilience.testing.ThrowingListener failed");
		}
		assertThat(before.events()).containsExactly("payment: CLOSED -> OPEN (OPERATOR)",
				"payment: rejected by bulkhead", "payment: retry 1", "payment: retries exhausted after 3",
				"payment: budget exhausted", "payment: fallback queue", "payment: fallback failed queue",
				"payment: stale answer", "payment: reset");
		assertThat(after.events()).isEqualTo(before.events());
	}

	@Test
	void contextWhenBuiltByHandIsolatesItsListenerToo() {
		PolicyListener listener = new PolicyContext(new ManualTicker(), InstantSource.system(), () -> 0.5,
				new ThrowingListener())
			.listener();

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			tellEverything(listener);

			assertThat(log.messages()).hasSize(9);
		}
	}

	@Test
	void listenersWhenTheyAreNotThereYetLoseTheEventAndAreAskedAgain() {
		RecordingListener late = new RecordingListener();
		AtomicInteger asked = new AtomicInteger();
		PolicyListener listener = PolicyListener.all(() -> {
			if (asked.getAndIncrement() == 0) {
				throw new IllegalStateException("not yet");
			}
			return List.of(late);
		});

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			listener.onReset("first");
			listener.onReset("second");
			listener.onReset("third");

			assertThat(log.messages()).containsExactly("SEVERE Listeners are not available: an event is lost");
		}
		assertThat(late.events()).containsExactly("second: reset", "third: reset");
		assertThat(asked).as("asked until it does not throw").hasValue(2);
	}

	@Test
	void contextWhenNobodyListensSaysNothing() {
		tellEverything(PolicyContext.system().listener());
		tellEverything(new PolicyListener() {
		});

		assertThat(PolicyContext.system().listener()).isNotNull();
	}

	@Test
	void contextWhenOfTheSystemGivesNumbersBelowOne() {
		PolicyContext context = PolicyContext.system();

		List<Double> numbers = DoubleStream.generate(context.random()).limit(1000).boxed().toList();

		assertThat(numbers).allMatch((number) -> number >= 0 && number < 1);
		assertThat(numbers).doesNotHaveDuplicates();
		assertThat(context.ticker()).isSameAs(Ticker.system());
		assertThat(context.clock().instant()).isNotNull();
	}

	private static void tellEverything(PolicyListener listener) {
		Exception failure = new Exception();
		listener.onStateTransition("payment", CircuitState.CLOSED, CircuitState.OPEN, TransitionCause.OPERATOR);
		listener.onRejected("payment", PolicyType.BULKHEAD);
		listener.onRetry("payment", 1, 1, failure);
		listener.onRetriesExhausted("payment", 3, failure);
		listener.onBudgetExhausted("payment", failure);
		listener.onFallback("payment", "queue", failure);
		listener.onFallbackFailed("payment", "queue", failure);
		listener.onStaleAnswer("payment", 1, new IllegalStateException());
		listener.onReset("payment");
	}

}
