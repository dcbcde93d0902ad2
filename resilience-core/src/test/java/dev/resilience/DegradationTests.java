package dev.resilience;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.staleiferror.RememberedMethod;
import dev.resilience.staleiferror.StaleIfErrorConfig;
import dev.resilience.staleiferror.StaleIfErrorPolicy;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.MapStore;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DegradationTests {

	private final TestContext context = new TestContext();

	private final Pipeline pipeline = Pipeline.of(
			new FallbackPolicy("payment", this.context.policyContext()).ladder(new FallbackConfig(
					List.of(TestRung.answering("queuePayment", "queued")), List.of(Exception.class), List.of())),
			new StaleIfErrorPolicy("catalog", StaleIfErrorConfig.builder().build(), this.context.policyContext(),
					(config, ticker) -> new MapStore())
				.layer(RememberedMethod.of("find")));

	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(Degradation.current()).isNull();
	}

	@Test
	void scopeWhenAFallbackAnswersTellsByWhichRungAndWhy() throws Exception {
		try (Degradation.Scope scope = Degradation.observe()) {
			fail();

			assertThat(scope.isDegraded()).isTrue();
			assertThat(scope.degradations())
				.containsExactly(new Degradation("payment", "queuePayment", IOException.class, null));
		}
	}

	@Test
	void scopeWhenAStaleAnswerIsGivenTellsHowOldItIs() throws Exception {
		this.pipeline.call(() -> "full");
		this.context.ticker().advance(Duration.ofMinutes(3));

		try (Degradation.Scope scope = Degradation.observe()) {
			fail();

			assertThat(scope.degradations()).containsExactly(
					new Degradation("catalog", "stale-if-error", IOException.class, Duration.ofMinutes(3)));
		}
	}

	@Test
	void scopeWhenTheCallIsHealthySeesNothingOfAnEarlierOne() throws Exception {
		fail();
		try (Degradation.Scope earlier = Degradation.observe()) {
			fail();
			assertThat(earlier.isDegraded()).isTrue();
		}

		try (Degradation.Scope scope = Degradation.observe()) {
			this.pipeline.call(() -> "full");

			assertThat(scope.isDegraded()).isFalse();
			assertThat(scope.degradations()).isEmpty();
		}
	}

	@Test
	void scopeWhenItIsClosedSeesNothingMoreAndCanStillBeAsked() throws Exception {
		Degradation.Scope scope = Degradation.observe();
		fail();
		scope.close();
		scope.close();
		Degradation.report("catalog", "basic", new IOException(), null);

		assertThat(scope.degradations()).extracting(Degradation::rung).containsExactly("queuePayment");
	}

	@Test
	void scopeWhenItIsInsideAnotherIsSeenByBoth() throws Exception {
		try (Degradation.Scope outer = Degradation.observe()) {
			Degradation.report("users", "anonymous", new IOException(), null);
			try (Degradation.Scope inner = Degradation.observe()) {
				fail();
				assertThat(inner.degradations()).extracting(Degradation::instance).containsExactly("payment");
			}
			Degradation.report("catalog", "basic", new IOException(), null);

			assertThat(outer.degradations()).extracting(Degradation::instance)
				.containsExactly("users", "payment", "catalog");
		}
	}

	@Test
	void scopesWhenClosedInAStrangeOrderLeaveNothing() {
		Degradation.Scope outer = Degradation.observe();
		Degradation.Scope inner = Degradation.observe();
		outer.close();
		assertThat(Degradation.current()).isSameAs(inner);

		inner.close();

		assertThat(Degradation.current()).isNull();
	}

	@Test
	void scopeWhenTheCallIsOnAnotherThreadSeesOnlyWhatIsHandedOver() throws Exception {
		try (Degradation.Scope scope = Degradation.observe()) {
			Degradation.Scope handedOver = Degradation.current();
			CompletableFuture.runAsync(() -> {
				Degradation.report("catalog", "basic", new IOException(), null);
				if (handedOver != null) {
					handedOver.add(new Degradation("users", "anonymous", IOException.class, null));
				}
			}).get(10, TimeUnit.SECONDS);

			assertThat(scope.degradations()).extracting(Degradation::instance).containsExactly("users");
		}
	}

	@Test
	void scopeWhenARungAnswersOftenKeepsTheOldestAnswer() {
		try (Degradation.Scope scope = Degradation.observe()) {
			for (Duration age : new @Nullable Duration[] { null, Duration.ofSeconds(2), Duration.ofSeconds(9), null,
					Duration.ofSeconds(5) }) {
				Degradation.report("catalog", "stale-if-error", new IOException(), age);
			}

			assertThat(scope.degradations()).extracting(Degradation::age).containsExactly(Duration.ofSeconds(9));
		}
	}

	@Test
	void scopeWhenMuchIsDegradedKeepsABoundedNumber() {
		try (Degradation.Scope scope = Degradation.observe()) {
			for (int i = 0; i < 10_000; i++) {
				Degradation.report("instance " + i, "rung", new IOException(), null);
			}

			assertThat(scope.degradations()).hasSize(Degradation.Scope.LIMIT);
			assertThat(scope.degradations().get(0).instance()).isEqualTo("instance 0");
		}
	}

	@Test
	void observerWhenSomethingIsNewIsToldAtOnceAndIsolated() {
		List<List<Degradation>> told = new ArrayList<>();
		AtomicReference<Thread> thread = new AtomicReference<>();

		try (CapturedLog log = new CapturedLog(Degradation.class);
				Degradation.Scope scope = Degradation.observe((degradations) -> {
					told.add(degradations);
					thread.set(Thread.currentThread());
					throw new IllegalStateException("observer");
				})) {
			Degradation.report("catalog", "basic", new IOException(), null);
			Degradation.report("catalog", "basic", new IOException(), null);
			Degradation.report("users", "anonymous", new IOException(), null);

			assertThat(told).hasSize(2).last().isEqualTo(scope.degradations());
			assertThat(thread).hasValue(Thread.currentThread());
			assertThat(log.messages()).hasSize(2).containsOnly("SEVERE An observer of degraded answers failed");
		}
	}

	private void fail() throws Exception {
		this.pipeline.call(() -> {
			throw new IOException("down");
		});
	}

}
