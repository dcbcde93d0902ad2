package dev.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.resilience.Pipeline;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.testing.Calls;
import dev.resilience.testing.CapturedLog;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerHintTests {

	private final TestContext context = new TestContext();

	@ParameterizedTest
	@CsvSource({ "0, 2000", "0.5, 2500", "0.9999, 2999" })
	void retryWhenTheServerNamesALongerWaitWaitsOneToOneAndAHalfTimesThat(double random, long millis) {
		this.context.random(random);

		failing(Duration.ofSeconds(2), (config) -> config);

		assertThat(this.context.ticker().sleeps()).extracting(Duration::toMillis).containsExactly(millis, millis);
	}

	@Test
	void retryWhenTheServerNamesAShorterWaitWaitsAsTheBackoffSays() {
		failing(Duration.ofMillis(10), (config) -> config);

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
	}

	@Test
	void retryWhenTheServerSaysNothingWaitsAsTheBackoffSays() {
		failing(null, (config) -> config);

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
	}

	@Test
	void retryWhenTheHintIsTheCapWaitsThatLongWithoutSpread() {
		failing(Duration.ofSeconds(30), (config) -> config);

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@CsvSource({ "PT30.000000001S", "PT87600000H" })
	void retryWhenTheHintIsLongerThanTheCapEndsAtOnce(Duration hint) {
		failing(hint, (config) -> config);

		assertThat(this.context.ticker().sleeps()).isEmpty();
		assertThat(this.context.events().events()).containsExactly("payment: retries exhausted after 1");
	}

	@Test
	void retryWhenTheHintWouldOverrunTheMaxDurationEndsAtOnce() {
		failing(Duration.ofSeconds(2), (config) -> config.maxDuration(Duration.ofSeconds(1)));

		assertThat(this.context.ticker().sleeps()).isEmpty();
	}

	@Test
	void retryWhenTheHintIsNegativeTakesItForNone() {
		failing(Duration.ofSeconds(-5), (config) -> config);

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
	}

	@Test
	void extractorsWhenOneAnswersWithANegativeDurationAnswerWithZero() {
		assertThat(RetryAfterExtractor.all(() -> List.of((failure) -> Duration.ofSeconds(-5)))
			.retryAfter(new IOException())).isZero();
	}

	@Test
	void retryWhenACauseHasTheHintFindsIt() {
		IllegalStateException cause = new IllegalStateException("hinting");
		RetryAfterExtractor extractor = (failure) -> (failure == cause) ? Duration.ofSeconds(4) : null;

		fail(new IOException(new RuntimeException(cause)), extractor, (config) -> config.maxAttempts(2));

		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofSeconds(5));
	}

	@Test
	void retryWhenCausesAreACircleEndsTheSearch() {
		AtomicInteger asked = new AtomicInteger();
		RuntimeException outer = new RuntimeException();
		outer.initCause(new RuntimeException(outer));

		fail(outer, (failure) -> {
			asked.incrementAndGet();
			return null;
		}, (config) -> config.maxAttempts(2));

		assertThat(asked).hasValue(16);
		assertThat(this.context.ticker().sleeps()).hasSize(1);
	}

	@Test
	void retryWhenAnExtractorThrowsLogsItAndGoesOnAsIfThereWereNoHint() {
		RetryAfterExtractor throwing = (failure) -> {
			throw new AssertionError("extractor");
		};

		try (CapturedLog log = new CapturedLog(RetryAfterExtractor.class)) {
			fail(new IOException(), throwing, (config) -> config.maxAttempts(2));
			assertThat(log.messages()).singleElement().asString().startsWith("WARNING RetryAfterExtractor ");
		}
		assertThat(this.context.ticker().sleeps()).containsExactly(Duration.ofMillis(100));
	}

	@Test
	void extractorsWhenTheyAreIsolatedTwiceAreAskedOncePerCause() {
		AtomicInteger asked = new AtomicInteger();
		RetryAfterExtractor isolated = RetryAfterExtractor.all(() -> List.of((failure) -> {
			asked.incrementAndGet();
			return null;
		}));

		fail(new IOException(new IOException(new IOException())), isolated, (config) -> config.maxAttempts(2));

		assertThat(asked).hasValue(3);
	}

	@Test
	void extractorsWhenOneThrowsStillAskTheNext() {
		RetryAfterExtractor throwing = (failure) -> {
			throw new IllegalStateException();
		};

		try (CapturedLog log = new CapturedLog(RetryAfterExtractor.class)) {
			Duration hint = RetryAfterExtractor
				.all(() -> List.of(throwing, RetryAfterExtractor.none(), (failure) -> Duration.ofSeconds(3)))
				.retryAfter(new IOException());

			assertThat(hint).isEqualTo(Duration.ofSeconds(3));
			assertThat(log.messages()).hasSize(1);
		}
	}

	@Test
	void extractorsWhenTheirSourceThrowsAreAskedForAgain() {
		AtomicInteger asked = new AtomicInteger();
		RetryAfterExtractor extractor = RetryAfterExtractor.all(() -> {
			if (asked.incrementAndGet() == 1) {
				throw new IllegalStateException("not ready");
			}
			return List.of((failure) -> Duration.ofSeconds(3));
		});

		try (CapturedLog log = new CapturedLog(RetryAfterExtractor.class)) {
			assertThat(extractor.retryAfter(new IOException())).isNull();
			assertThat(extractor.retryAfter(new IOException())).hasSeconds(3);
			assertThat(extractor.retryAfter(new IOException())).hasSeconds(3);
			assertThat(log.messages()).containsExactly("WARNING A hint when to retry is not available");
		}
		assertThat(asked).hasValue(2);
	}

	@Test
	void retryWhenTheCallSucceedsAsksNoExtractor() {
		RetryPolicy retry = new RetryPolicy("payment", RetryConfig.builder().build(), this.context.policyContext(),
				(failure) -> {
					throw new AssertionError("asked");
				});

		Calls.succeed(Pipeline.of(retry));

		assertThat(retry.snapshot().succeededWithoutRetry()).isOne();
	}

	private void failing(@Nullable Duration hint, UnaryOperator<RetryConfig.Builder> config) {
		fail(new IOException("503"), (failure) -> hint, config);
	}

	private void fail(Throwable failure, RetryAfterExtractor extractor, UnaryOperator<RetryConfig.Builder> config) {
		RetryConfig.Builder builder = RetryConfig.builder().backoff(Backoff.CONSTANT);
		RetryPolicy retry = new RetryPolicy("payment", config.apply(builder).build(), this.context.policyContext(),
				extractor);

		assertThat(Calls.failureOf(Pipeline.of(retry), failure)).isSameAs(failure);
	}

}
