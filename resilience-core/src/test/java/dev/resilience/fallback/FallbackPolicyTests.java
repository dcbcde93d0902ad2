package dev.resilience.fallback;

import java.io.IOException;
import java.util.List;

import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.PolicyType;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import dev.resilience.testing.ThrowingListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FallbackPolicyTests {

	private static final String CALLS = "resilience.fallback.calls";

	private final TestContext context = new TestContext();

	private final FallbackPolicy policy = new FallbackPolicy("payment", this.context.policyContext());

	private final IOException original = new IOException("original");

	@Test
	void fallbackWhenTheCallSucceedsDoesNothing() throws Exception {
		TestRung rung = TestRung.answering("queue", "queued");

		String answer = Calls.call(pipeline(rung), () -> "done");

		assertThat(answer).isEqualTo("done");
		assertThat(rung.answered()).isEmpty();
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 0));
		assertThat(this.context.events().events()).isEmpty();
	}

	@Test
	void fallbackWhenTheCallFailsAnswersByTheFirstRung() throws Exception {
		TestRung first = TestRung.answering("first", "from first");
		TestRung second = TestRung.answering("second", "from second");

		Object answer = fail(pipeline(first, second));

		assertThat(answer).isEqualTo("from first");
		assertThat(first.answered()).containsExactly(this.original);
		assertThat(second.answered()).isEmpty();
		assertThat(this.context.events().events()).containsExactly("payment: fallback first");
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(1, 0));
	}

	@Test
	void fallbackWhenItAnswersForAnInterruptionSetsTheFlagAgain() throws Exception {
		Object answer = Calls.call(pipeline(TestRung.answering("queue", "queued")), () -> {
			throw new InterruptedException();
		});

		assertThat(answer).isEqualTo("queued");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void fallbackWhenARungAnswersNullReturnsNull() throws Exception {
		assertThat(fail(pipeline(TestRung.answering("none", null)))).isNull();
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(1, 0));
	}

	@Test
	void fallbackWhenARungThrowsTriesTheNextWithTheOriginalException() throws Exception {
		TestRung first = TestRung.throwing("first", new IllegalStateException("first"));
		TestRung second = TestRung.answering("second", "from second");

		Object answer = fail(pipeline(first, second));

		assertThat(answer).isEqualTo("from second");
		assertThat(second.answered()).containsExactly(this.original);
		assertThat(this.context.events().events()).containsExactly("payment: fallback failed first",
				"payment: fallback second");
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(1, 0));
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "first")).isOne();
		assertThat(Measures.value(this.policy, CALLS, "kind", "successful", "rung", "first")).isZero();
		assertThat(Measures.value(this.policy, CALLS, "kind", "successful", "rung", "second")).isOne();
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "second")).isZero();
	}

	@Test
	void fallbackWhenTheLastRungThrowsGivesItsExceptionWithTheOriginalFirstAmongTheSuppressed() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second");
		IllegalStateException third = new IllegalStateException("third");

		Throwable failure = Calls.failureOf(pipeline(TestRung.throwing("first", first),
				TestRung.throwing("second", second), TestRung.throwing("third", third)), this.original);

		assertThat(failure).isSameAs(third);
		assertThat(third.getSuppressed()).containsExactly(this.original, second);
		assertThat(second.getSuppressed()).containsExactly(this.original, first);
		assertThat(first.getSuppressed()).containsExactly(this.original);
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 1));
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "first")).isOne();
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "second")).isOne();
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "third")).isOne();
	}

	@Test
	void fallbackWhenTheOnlyRungRethrowsGivesTheOriginalUnchanged() {
		Throwable failure = Calls.failureOf(pipeline(TestRung.rethrowing("again")), this.original);

		assertThat(failure).isSameAs(this.original).hasNoSuppressedExceptions();
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 1));
	}

	@Test
	void fallbackWhenARungDoesNotTakeTheExceptionPassesItOver() throws Exception {
		TestRung passedOver = TestRung.answering("state", "x").accepting(IllegalStateException.class);
		TestRung second = TestRung.answering("second", "from second");

		Object answer = fail(pipeline(passedOver, second));

		assertThat(answer).isEqualTo("from second");
		assertThat(Measures.value(this.policy, CALLS, "kind", "failed", "rung", "state")).isZero();
		assertThat(this.context.events().events()).containsExactly("payment: fallback second");
	}

	@Test
	void fallbackWhenNoRungTakesTheExceptionRethrowsItAndCountsNothing() {
		TestRung passedOver = TestRung.answering("state", "x").accepting(IllegalStateException.class);

		Throwable failure = Calls.failureOf(pipeline(passedOver), this.original);

		assertThat(failure).isSameAs(this.original);
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 0));
		assertThat(this.context.events().events()).isEmpty();
	}

	@Test
	void fallbackWhenTheLastRungIsPassedOverGivesTheExceptionOfTheOneThatRan() {
		IllegalStateException first = new IllegalStateException("first");

		Throwable failure = Calls.failureOf(pipeline(TestRung.throwing("first", first),
				TestRung.answering("state", "x").accepting(IllegalStateException.class)), this.original);

		assertThat(failure).isSameAs(first);
		assertThat(first.getSuppressed()).containsExactly(this.original);
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 1));
	}

	@Test
	void fallbackWhenTheCallThrowsAnErrorLeavesItAlone() {
		AssertionError error = new AssertionError();
		TestRung rung = TestRung.answering("queue", "queued");

		Throwable failure = Calls.failureOf(pipeline(rung), error);

		assertThat(failure).isSameAs(error);
		assertThat(rung.answered()).isEmpty();
	}

	@Test
	void fallbackWhenOnNamesTheErrorAnswersForIt() throws Exception {
		Pipeline pipeline = Pipeline
			.of(this.policy.ladder(new FallbackConfig(List.of(TestRung.answering("queue", "queued")),
					List.of(AssertionError.class), List.of())));

		assertThat(Calls.failureOf(pipeline, new AssertionError())).isNull();
		assertThat(Calls.failureOf(pipeline, this.original)).isSameAs(this.original);
	}

	@Test
	void fallbackWhenExceptNamesTheExceptionLeavesItAlone() {
		Pipeline pipeline = Pipeline
			.of(this.policy.ladder(new FallbackConfig(List.of(TestRung.answering("queue", "queued")),
					List.of(Exception.class), List.of(IOException.class))));

		assertThat(Calls.failureOf(pipeline, this.original)).isSameAs(this.original);
		assertThat(Calls.failureOf(pipeline, new IllegalStateException())).isNull();
	}

	@Test
	void fallbackWhenARungThrowsAnErrorEndsTheLadder() {
		AssertionError error = new AssertionError("rung");
		TestRung second = TestRung.answering("second", "from second");

		Throwable failure = Calls.failureOf(pipeline(TestRung.throwing("first", error), second), this.original);

		assertThat(failure).isSameAs(error);
		assertThat(error.getSuppressed()).containsExactly(this.original);
		assertThat(second.answered()).isEmpty();
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 1));
	}

	@Test
	void fallbackWhenItHandlesErrorsTriesTheNextRungAfterOne() throws Exception {
		Pipeline pipeline = Pipeline
			.of(this.policy.ladder(new FallbackConfig(List.of(TestRung.throwing("first", new AssertionError("rung")),
					TestRung.answering("second", "from second")), List.of(Throwable.class), List.of())));

		assertThat(fail(pipeline)).isEqualTo("from second");
	}

	@Test
	void fallbackWhenAListenerThrowsStillAnswers() throws Exception {
		FallbackPolicy policy = new FallbackPolicy("payment",
				new PolicyContext(this.context.ticker(), this.context.clock(), () -> 0.5, new ThrowingListener()));
		Pipeline pipeline = Pipeline.of(policy.ladder(new FallbackConfig(
				List.of(TestRung.throwing("first", new IllegalStateException()), TestRung.answering("queue", "queued")),
				List.of(Exception.class), List.of())));

		try (CapturedLog log = new CapturedLog(PolicyListener.class)) {
			assertThat(fail(pipeline)).isEqualTo("queued");
			assertThat(log.messages()).hasSize(2);
		}
	}

	@Test
	void fallbackWhenSeveralMethodsShareARungCountsThemTogether() throws Exception {
		Pipeline first = pipeline(TestRung.answering("queue", "one"));
		Pipeline second = pipeline(TestRung.answering("queue", "two"));

		fail(first);
		fail(second);

		assertThat(Measures.value(this.policy, CALLS, "kind", "successful", "rung", "queue")).isEqualTo(2);
		assertThat(Measures.names(this.policy)).containsExactlyInAnyOrder(
				"COUNTER resilience.fallback.calls {kind=successful, name=payment, rung=queue}",
				"COUNTER resilience.fallback.calls {kind=failed, name=payment, rung=queue}");
	}

	@Test
	void fallbackWhenResetForgetsItsCalls() throws Exception {
		fail(pipeline(TestRung.answering("queue", "queued")));
		Calls.failureOf(pipeline(TestRung.throwing("none", new IOException())), this.original);
		FallbackSnapshot before = this.policy.snapshot();

		this.policy.reset();

		assertThat(before).isEqualTo(new FallbackSnapshot(1, 1));
		assertThat(this.policy.snapshot()).isEqualTo(new FallbackSnapshot(0, 0));
		assertThat(this.policy.snapshot().attributes()).hasToString("{succeeded=0, failed=0}");
		assertThat(Measures.value(this.policy, CALLS, "kind", "successful", "rung", "queue")).as("meters go on")
			.isOne();
	}

	@Test
	void fallbackWhenAskedSaysWhoseItIs() {
		assertThat(this.policy.type()).isEqualTo(PolicyType.FALLBACK);
		assertThat(this.policy.instance()).isEqualTo("payment");
		assertThat(pipeline(TestRung.answering("queue", "queued")).policies()).containsExactly(PolicyType.FALLBACK);
	}

	@Test
	void configWhenWithoutARungSaysWhatIsAllowed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FallbackConfig(List.of(), List.of(Exception.class), List.of()))
			.withMessage("rungs: [] (expected: at least one)");
	}

	private Object fail(Pipeline pipeline) throws Exception {
		return Calls.call(pipeline, () -> {
			throw this.original;
		});
	}

	private Pipeline pipeline(Rung... rungs) {
		return Pipeline.of(this.policy.ladder(new FallbackConfig(List.of(rungs), List.of(Exception.class), List.of())));
	}

}
