package dev.resilience.staleiferror;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.resilience.AbstractInvocation;
import dev.resilience.CircuitState;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.Stage;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.MapStore;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import dev.resilience.testing.ThrowingListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StaleIfErrorPolicyTests {

	private final TestContext context = new TestContext();

	private final MapStore store = new MapStore();

	private final StaleIfErrorPolicy policy = policy(this.context.policyContext());

	private final Pipeline pipeline = Pipeline.of(this.policy.layer(RememberedMethod.of("find")));

	private final IOException down = new IOException("down");

	@Test
	void callWhenItFailsIsAnsweredWithTheLastGoodResult() throws Throwable {
		call(this.pipeline, () -> "old", "tea");
		call(this.pipeline, () -> "new", "tea");

		Object answer = fail(this.pipeline, this.down, "tea");

		assertThat(answer).isEqualTo("new");
		assertThat(this.policy.snapshot()).isEqualTo(new StaleIfErrorSnapshot(1, 1));
		assertThat(this.context.events().events()).containsExactly("payment: stale answer");
		assertThat(this.policy.snapshot().attributes()).containsEntry("entries", 1L).containsEntry("staleAnswers", 1L);
	}

	@Test
	void callWhenItSucceedsIsNeitherCountedNorAnEvent() throws Throwable {
		Call call = new Call(() -> "tea", "tea");

		assertThat(this.pipeline.invoke(call)).isEqualTo("tea");

		assertThat(call.isAnsweredByFallback()).isFalse();
		assertThat(this.policy.snapshot()).isEqualTo(new StaleIfErrorSnapshot(1, 0));
		assertThat(this.context.events().events()).isEmpty();
	}

	@Test
	void callWhenItIsAnsweredStaleSaysSo() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		Call call = new Call(() -> {
			throw this.down;
		}, "tea");

		this.pipeline.invoke(call);

		assertThat(call.isAnsweredByFallback()).isTrue();
	}

	@Test
	void callWhenNothingIsRememberedFailsAsItDid() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "tea"))
			.isSameAs(this.down)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		assertThat(this.policy.snapshot().staleAnswers()).isZero();
	}

	@Test
	void callWhenItsKeyIsAnotherFailsAsItDid() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "coffee"));
	}

	@Test
	void entryWhenItIsAsOldAsAllowedIsServedAndThenNoMore() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		this.context.ticker().advance(Duration.ofHours(1));

		assertThat(fail(this.pipeline, this.down, "tea")).isEqualTo("tea");

		this.context.ticker().advance(Duration.ofNanos(1));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "tea"));
		assertThat(this.policy.snapshot().staleAnswers()).isEqualTo(1);
	}

	@Test
	void entryWhenTheCallTookLongAgesFromItsEnd() throws Throwable {
		call(this.pipeline, () -> {
			this.context.ticker().advance(Duration.ofHours(2));
			return "tea";
		}, "tea");
		this.context.ticker().advance(Duration.ofHours(1));

		assertThat(fail(this.pipeline, this.down, "tea")).isEqualTo("tea");
	}

	@Test
	void entryWhenTheFailingCallTakesLongIsTooOldAtItsEnd() throws Throwable {
		RetryPolicy retry = new RetryPolicy("payment",
				RetryConfig.builder()
					.maxAttempts(2)
					.waitDuration(Duration.ofHours(1))
					.maxWaitDuration(Duration.ofHours(1))
					.build(),
				this.context.policyContext());
		this.context.random(1);
		Pipeline retried = Pipeline.of(this.policy.layer(RememberedMethod.of("find")), retry);
		call(retried, () -> "tea", "tea");
		this.context.ticker().advance(Duration.ofNanos(1));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(retried, this.down, "tea"));
	}

	@Test
	void entryWhenSomethingInsideWaitedInSilenceIsTooOldAtTheEnd() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		Stage waiting = this.policy.layer(RememberedMethod.of("find")).around((invocation) -> {
			invocation.nanoTime(this.context.ticker());
			this.context.ticker().advance(Duration.ofHours(2));
			throw this.down;
		});

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> waiting.call(new Call(() -> "tea", "tea")));
	}

	@Test
	void failureWhenItIsAnErrorIsNotAnswered() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");

		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> fail(this.pipeline, new StackOverflowError(), "tea"));
	}

	@ParameterizedTest
	@ValueSource(classes = { InterruptedException.class, CancellationException.class })
	void failureWhenItIsACancellationIsNotAnswered(Class<? extends Throwable> type) throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		Throwable cancellation = type.getConstructor().newInstance();

		assertThatExceptionOfType(Throwable.class).isThrownBy(() -> fail(this.pipeline, cancellation, "tea"))
			.isSameAs(cancellation);
	}

	@Test
	void failureWhenTheMethodExceptsItIsNotAnswered() throws Throwable {
		Pipeline narrow = Pipeline.of(this.policy.layer(new RememberedMethod("find", KeySource.allArguments(),
				List.of(IOException.class), List.of(FileNotFoundException.class))));
		call(narrow, () -> "tea", "tea");

		assertThat(fail(narrow, new IOException(), "tea")).isEqualTo("tea");
		assertThatExceptionOfType(FileNotFoundException.class)
			.isThrownBy(() -> fail(narrow, new FileNotFoundException(), "tea"));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> fail(narrow, new IllegalStateException(), "tea"));
	}

	@Test
	void rejectionWhenSomethingIsRememberedIsAnswered() throws Throwable {
		CircuitBreakerPolicy breaker = new CircuitBreakerPolicy("payment", CircuitBreakerConfig.builder().build(),
				this.context.policyContext());
		Pipeline guarded = Pipeline.of(breaker, this.policy.layer(RememberedMethod.of("find")));
		call(guarded, () -> "tea", "tea");
		breaker.transitionTo(CircuitState.FORCED_OPEN);

		assertThat(call(guarded, () -> "not called", "tea")).isEqualTo("tea");
	}

	@Test
	void resultWhenItIsNullIsNotRememberedAndLeavesTheLastOne() throws Throwable {
		call(this.pipeline, () -> null, "coffee");
		assertThat(this.policy.snapshot().entries()).isZero();

		call(this.pipeline, () -> "tea", "tea");
		call(this.pipeline, () -> null, "tea");

		assertThat(fail(this.pipeline, this.down, "tea")).isEqualTo("tea");
	}

	@ParameterizedTest
	@MethodSource("readOnce")
	void resultWhenItCanBeReadOnceOnlyIsNotRemembered(Object result) throws Throwable {
		call(this.pipeline, () -> result, "tea");

		assertThat(this.policy.snapshot().entries()).isZero();
	}

	static Stream<Object> readOnce() {
		return Stream.of(Stream.of("a"), new ByteArrayInputStream(new byte[1]), new ArrayList<>().iterator());
	}

	@Test
	void ladderWhenItIsClimbedDownIsFullThenLastGoodThenTheRungs() throws Throwable {
		Pipeline ladder = Pipeline.of(ladder(), this.policy.layer(RememberedMethod.of("find")));

		assertThat(fail(ladder, this.down, "tea")).isEqualTo("basic");
		assertThat(call(ladder, () -> "full", "tea")).isEqualTo("full");
		assertThat(fail(ladder, this.down, "tea")).isEqualTo("full");
		assertThat(ladder.policies()).containsExactly(PolicyType.FALLBACK, PolicyType.STALE_IF_ERROR);
	}

	@Test
	void answerOfAFallbackIsNeverRememberedEvenIfItIsInside() throws Throwable {
		List<Layer> layers = List.of(ladder(), this.policy.layer(RememberedMethod.of("find")));
		Pipeline reversed = Pipeline.of(layers, Comparator.reverseOrder());

		assertThat(fail(reversed, this.down, "tea")).isEqualTo("basic");

		assertThat(this.policy.snapshot().entries()).isZero();
	}

	@Test
	void staleAnswerWhenServedDoesNotBecomeYounger() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		this.context.ticker().advance(Duration.ofMinutes(40));
		fail(this.pipeline, this.down, "tea");
		this.context.ticker().advance(Duration.ofMinutes(40));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "tea"));
	}

	@Test
	void methodsWhenTheyShareTheInstanceDoNotMixTheirResults() throws Throwable {
		Pipeline other = Pipeline.of(this.policy.layer(RememberedMethod.of("price")));
		call(this.pipeline, () -> "page", "tea");
		call(other, () -> "3.20", "tea");

		assertThat(fail(this.pipeline, this.down, "tea")).isEqualTo("page");
		assertThat(fail(other, this.down, "tea")).isEqualTo("3.20");
		assertThat(this.policy.snapshot().entries()).isEqualTo(2);
	}

	@Test
	void objectsWhenTheyAreOfOneClassDoNotMixTheirResults() throws Throwable {
		Call here = new Call(() -> "here", "tea");
		here.target = new Object();
		this.pipeline.invoke(here);
		Call there = new Call(() -> {
			throw this.down;
		}, "tea");
		there.target = new Object();

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.pipeline.invoke(there));
	}

	@Test
	void keyWhenAllArgumentsCountComparesArraysByTheirContents() throws Throwable {
		call(this.pipeline, () -> "bytes", new byte[] { 1, 2 }, new String[][] { { "a" } });
		call(this.pipeline, () -> "one array", new Object[] { new Object[] { null } });
		call(this.pipeline, () -> "one null", new Object[] { null });
		call(this.pipeline, () -> "nothing");

		assertThat(fail(this.pipeline, this.down, new byte[] { 1, 2 }, new String[][] { { "a" } })).isEqualTo("bytes");
		assertThat(fail(this.pipeline, this.down, new Object[] { new Object[] { null } })).isEqualTo("one array");
		assertThat(fail(this.pipeline, this.down, new Object[] { null })).isEqualTo("one null");
		assertThat(fail(this.pipeline, this.down)).isEqualTo("nothing");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> fail(this.pipeline, this.down, new byte[] { 1, 3 }, new String[][] { { "a" } }));
	}

	@Test
	void keyWhenTheMethodChangesItsArgumentIsThatOfTheCall() throws Throwable {
		List<String> order = new ArrayList<>(List.of("tea"));
		call(this.pipeline, () -> {
			order.add("changed");
			return "result";
		}, order);

		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> fail(this.pipeline, this.down, List.of("tea", "changed")));
	}

	@Test
	void keyWhenItIsNullLeavesTheCallAloneAndIsLoggedOnce() throws Throwable {
		Pipeline keyless = Pipeline
			.of(this.policy.layer(new RememberedMethod("find", (call) -> null, List.of(Exception.class), List.of())));

		try (CapturedLog log = new CapturedLog(StaleIfErrorPolicy.class)) {
			assertThat(call(keyless, () -> "tea")).isEqualTo("tea");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(keyless, this.down));

			assertThat(log.messages()).containsExactly("WARNING Stale-if-error 'payment' passes over a call of find"
					+ " since its key is null (logged once)");
		}
	}

	@Test
	void keyWhenItThrowsLeavesTheCallAloneAndIsLoggedOnce() throws Throwable {
		Object angry = new Object() {

			@Override
			public int hashCode() {
				throw new AssertionError("angry");
			}

		};

		try (CapturedLog log = new CapturedLog(StaleIfErrorPolicy.class)) {
			assertThat(call(this.pipeline, () -> "tea", angry)).isEqualTo("tea");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, angry));

			assertThat(log.messages()).containsExactly("WARNING Stale-if-error 'payment' passes over a call of find"
					+ " since its key threw (logged once)");
		}
	}

	@Test
	void storeWhenItThrowsLeavesTheCallAlone() throws Throwable {
		StaleIfErrorPolicy broken = new StaleIfErrorPolicy("payment", StaleIfErrorConfig.builder().build(),
				this.context.policyContext(), (config, ticker) -> new BrokenStore());
		Pipeline pipeline = Pipeline.of(broken.layer(RememberedMethod.of("find")));

		try (CapturedLog log = new CapturedLog(StaleIfErrorPolicy.class)) {
			assertThat(call(pipeline, () -> "tea", "tea")).isEqualTo("tea");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(pipeline, this.down, "tea"))
				.isSameAs(this.down);

			assertThat(log.messages()).containsExactly("WARNING Stale-if-error 'payment' passes over a call of find"
					+ " since the store threw (logged once)");
		}
	}

	@Test
	void listenerWhenItThrowsDoesNotDisturbTheAnswer() throws Throwable {
		Pipeline pipeline = Pipeline.of(policy(
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener()))
			.layer(RememberedMethod.of("find")));
		call(pipeline, () -> "tea", "tea");

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			assertThat(fail(pipeline, this.down, "tea")).isEqualTo("tea");
			assertThat(log.messages()).hasSize(1);
		}
	}

	@Test
	void resetWhenDoneForgetsCountersAndResultsButNoMeter() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		fail(this.pipeline, this.down, "tea");

		this.policy.reset();

		assertThat(this.policy.snapshot()).isEqualTo(new StaleIfErrorSnapshot(0, 0));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "tea"));
		assertThat(Measures.value(this.policy, "resilience.staleiferror.answers")).isEqualTo(1);
		assertThat(Measures.value(this.policy, "resilience.staleiferror.entries")).isZero();
		assertThat(this.policy.measures()).extracting(Measure::tags)
			.allSatisfy((tags) -> assertThat(tags).containsOnlyKeys("name").containsValue("payment"));
	}

	@Test
	void reconfigureWhenTheAgeShrinksCountsAtOnce() throws Throwable {
		call(this.pipeline, () -> "tea", "tea");
		this.context.ticker().advance(Duration.ofMinutes(2));
		StaleIfErrorConfig shorter = new StaleIfErrorConfig(Duration.ofMinutes(1), 5);

		this.policy.reconfigure(shorter);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fail(this.pipeline, this.down, "tea"));
		assertThat(this.store.config()).isEqualTo(shorter);
	}

	@Test
	void ageWhenItIsCenturiesIsServed() throws Throwable {
		this.policy.reconfigure(StaleIfErrorConfig.builder().maxAge(Duration.ofDays(365_000)).build());
		call(this.pipeline, () -> "tea", "tea");
		this.context.ticker().advance(Duration.ofDays(365 * 200));

		assertThat(fail(this.pipeline, this.down, "tea")).isEqualTo("tea");
	}

	@Test
	void callsWhenManyAtOnceGetNobodyElsesResult() throws Throwable {
		int threads = 4;
		CountDownLatch done = new CountDownLatch(threads);
		List<Object> wrong = new CopyOnWriteArrayList<>();
		for (int i = 0; i < threads; i++) {
			int number = i;
			new Thread(() -> {
				try {
					for (int n = 0; n < 2000; n++) {
						String key = "key " + (n * (number + 1)) % 50;
						call(this.pipeline, () -> key, key);
						Object answer = fail(this.pipeline, this.down, key);
						if (!key.equals(answer)) {
							wrong.add(key + " -> " + answer);
						}
					}
				}
				catch (Throwable ex) {
					wrong.add(ex);
				}
				finally {
					done.countDown();
				}
			}).start();
		}

		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(wrong).isEmpty();
		assertThat(this.policy.snapshot()).isEqualTo(new StaleIfErrorSnapshot(50, threads * 2000));
	}

	private StaleIfErrorPolicy policy(PolicyContext context) {
		return new StaleIfErrorPolicy("payment", StaleIfErrorConfig.builder().build(), context,
				(config, ticker) -> this.store);
	}

	private Layer ladder() {
		return new FallbackPolicy("payment", this.context.policyContext()).ladder(
				new FallbackConfig(List.of(TestRung.answering("basic", "basic")), List.of(Exception.class), List.of()));
	}

	private static @Nullable Object call(Pipeline pipeline, Callable<?> method, @Nullable Object... arguments)
			throws Throwable {
		return pipeline.invoke(new Call(method, arguments));
	}

	private static @Nullable Object fail(Pipeline pipeline, Throwable failure, @Nullable Object... arguments)
			throws Throwable {
		return pipeline.invoke(new Call(() -> {
			throw Sneaky.<RuntimeException>sneak(failure);
		}, arguments));
	}

	private static final class Sneaky {

		@SuppressWarnings("unchecked") // the compiler is to believe that it is unchecked
		static <T extends Throwable> T sneak(Throwable failure) throws T {
			throw (T) failure;
		}

	}

	private static final class Call extends AbstractInvocation {

		private final Callable<?> method;

		private final @Nullable Object[] arguments;

		private @Nullable Object target;

		Call(Callable<?> method, @Nullable Object... arguments) {
			this.method = method;
			this.arguments = arguments;
		}

		@Override
		public @Nullable Object proceed() throws Exception {
			return this.method.call();
		}

		@Override
		public @Nullable Object target() {
			return this.target;
		}

		@Override
		public @Nullable Object[] arguments() {
			return this.arguments;
		}

	}

	private static final class BrokenStore implements StaleStore {

		@Override
		public void put(Object key, Object entry) {
			throw new IllegalStateException("put");
		}

		@Override
		public @Nullable Object get(Object key) {
			throw new IllegalStateException("get");
		}

		@Override
		public long size() {
			return 0;
		}

		@Override
		public void clear() {
		}

		@Override
		public void reconfigure(StaleIfErrorConfig config) {
		}

	}

}
