package dev.resilience;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.resilience.retry.RetryConfig;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.testing.Calls;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CallContextTests {

	private final TestContext context = new TestContext();

	private final List<String> seen = new ArrayList<>();

	private final Set<String> keys = new HashSet<>();

	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(CallContext.find()).isEmpty();
	}

	@Test
	void contextWhenTheCallHasSeveralAttemptsNumbersThemAndKeepsTheKey() {
		Calls.failureOf(asking("payment"), () -> {
			see();
			throw new ConnectException();
		});

		assertThat(this.seen).containsExactly("payment 1", "payment 2", "payment 3");
		assertThat(this.keys).hasSize(1).allSatisfy((key) -> assertThat(UUID.fromString(key)).isNotNull());
	}

	@Test
	void contextWhenCalledAgainHasAnotherKey() throws Exception {
		Pipeline pipeline = asking("payment");

		Calls.call(pipeline, this::see);
		Calls.call(pipeline, this::see);

		assertThat(this.seen).containsExactly("payment 1", "payment 1");
		assertThat(this.keys).hasSize(2);
	}

	@Test
	void contextWhenOnlyALaterAttemptAsksForTheKeyIsTheSameFromThenOn() {
		Calls.failureOf(asking("payment"), () -> {
			if (CallContext.current().attempt() > 1) {
				this.keys.add(CallContext.current().idempotencyKey());
			}
			throw new ConnectException();
		});

		assertThat(this.keys).hasSize(1);
	}

	@Test
	void contextWhenCallsAreNestedIsTheOuterOneAgainHoweverTheInnerOneEnds() throws Exception {
		Calls.call(asking("outer"), () -> {
			see();
			Calls.call(asking("inner"), this::see);
			see();
			Calls.failureOf(asking("inner"), () -> {
				see();
				throw new ConnectException();
			});
			see();
			Calls.failureOf(asking("inner"), new AssertionError());
			return see();
		});

		assertThat(this.seen).containsExactly("outer 1", "inner 1", "outer 1", "inner 1", "inner 2", "inner 3",
				"outer 1", "outer 1");
		assertThat(this.keys).hasSize(3);
	}

	@Test
	void contextWhenAnInnerCallDoesNotAskIsTheOuterOnes() throws Exception {
		Calls.call(asking("outer"), () -> {
			see();
			return Calls.call(Pipeline.of(retry("inner", (config) -> config)), this::see);
		});

		assertThat(this.seen).containsExactly("outer 1", "outer 1");
		assertThat(this.keys).hasSize(1);
	}

	@Test
	void contextWhenTheInstanceHasKeysIsThereInEveryCall() throws Exception {
		Calls.call(Pipeline.of(retry("payment", (config) -> config.idempotencyKeyEnabled(true))), () -> {
			assertThat(CallContext.current().isKeySent()).isTrue();
			return see();
		});
		Calls.call(asking("payment"), () -> {
			assertThat(CallContext.current().isKeySent()).isFalse();
			return see();
		});

		assertThat(this.seen).containsExactly("payment 1", "payment 1");
	}

	@Test
	void contextWhenNobodyAsksOrNothingRunsIsNotThere() throws Exception {
		String expected = "No CallContext: this thread runs no method with @Retry(idempotent = false)"
				+ " and none of an instance whose 'retry.idempotency-key-enabled' is true";

		assertThatIllegalStateException().isThrownBy(CallContext::current).withMessage(expected);
		Calls.call(Pipeline.of(retry("payment", (config) -> config)), () -> {
			assertThatIllegalStateException().isThrownBy(CallContext::current).withMessage(expected);
			return CallContext.find().isPresent();
		});
	}

	@Test
	void contextWhenTakenToAnotherThreadIsTheSame() throws Exception {
		Calls.call(asking("payment"), () -> {
			see();
			CallContext taken = CallContext.current();
			return CompletableFuture.supplyAsync(() -> {
				CallContext before = CallContext.bind(taken);
				try {
					return see();
				}
				finally {
					CallContext.bind(before);
				}
			}).get(10, TimeUnit.SECONDS);
		});

		assertThat(this.seen).containsExactly("payment 1", "payment 1");
		assertThat(this.keys).hasSize(1);
	}

	private String see() {
		CallContext current = CallContext.current();
		this.seen.add(current.instance() + " " + current.attempt());
		this.keys.add(current.idempotencyKey());
		return "seen";
	}

	private Pipeline asking(String instance) {
		return Pipeline.of(retry(instance, (config) -> config).notIdempotent());
	}

	private RetryPolicy retry(String instance, UnaryOperator<RetryConfig.Builder> config) {
		return new RetryPolicy(instance, config.apply(RetryConfig.builder()).build(), this.context.policyContext());
	}

}
