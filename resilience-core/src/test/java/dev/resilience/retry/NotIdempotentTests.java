package dev.resilience.retry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import dev.resilience.BulkheadFullException;
import dev.resilience.CallRejectedException;
import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.Layer;
import dev.resilience.Pipeline;
import dev.resilience.PolicyType;
import dev.resilience.testing.Calls;
import dev.resilience.testing.Measures;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Retries of requests that must not be processed twice.
 */
class NotIdempotentTests {

	private final TestContext context = new TestContext();

	private final AtomicInteger calls = new AtomicInteger();

	@ParameterizedTest
	@MethodSource("neverSent")
	void retryWhenTheRequestCannotHaveBeenProcessedRetries(Throwable failure) {
		assertThat(attempts(failure, (config) -> config)).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource("neverSent")
	void retryWhenACauseSaysThatNothingWasProcessedRetries(Throwable failure) {
		Exception wrapped = new IllegalStateException(new IOException("I/O error on POST request", failure));

		assertThat(attempts(wrapped, (config) -> config)).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.apache.hc.client5.http.ConnectTimeoutException",
			"org.apache.hc.core5.http.ConnectionRequestTimeoutException",
			"org.apache.http.conn.ConnectTimeoutException", "reactor.pool.PoolAcquireTimeoutException",
			"reactor.pool.PoolAcquirePendingLimitException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException",
			"org.springframework.jdbc.CannotGetJdbcConnectionException",
			"org.springframework.transaction.CannotCreateTransactionException" })
	void retryWhenALibrarySaysThatNothingWasProcessedRetries(String name, @TempDir Path directory) throws Exception {
		Throwable failure = exceptionOf(name, directory);

		assertThat(attempts(failure, (config) -> config)).isEqualTo(3);
		assertThat(attempts(new IllegalStateException(failure), (config) -> config)).isEqualTo(3);
	}

	/** A subclass of the named exception, of a library that is not there. */
	private static Throwable exceptionOf(String name, Path directory) throws Exception {
		int dot = name.lastIndexOf('.');
		Path source = directory.resolve(name.substring(dot + 1) + ".java");
		Files.writeString(source, "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1)
				+ " extends RuntimeException { public static class Sub extends " + name + " { } }");
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString());
		assertThat(status).isZero();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, null)) {
			return (Throwable) loader.loadClass(name + "$Sub").getConstructor().newInstance();
		}
	}

	static Stream<Throwable> neverSent() {
		return Stream.of(new ConnectException("Connection refused"), new NoRouteToHostException(),
				new UnknownHostException("pay"), new UnresolvedAddressException(),
				new HttpConnectTimeoutException("HTTP connect timed out"),
				new SocketTimeoutException("Connect timed out"), new SocketTimeoutException("connect timed out"),
				new SQLTransientConnectionException(
						"HikariPool-1 - Connection is not available, request timed out after 30000ms."));
	}

	@ParameterizedTest
	@MethodSource("maybeProcessed")
	void retryWhenTheRequestMayHaveBeenProcessedDoesNotRetry(Throwable failure) {
		assertThat(attempts(failure, (config) -> config)).isOne();
		assertThat(attempts(new IllegalStateException(failure), (config) -> config)).isOne();
	}

	static Stream<Throwable> maybeProcessed() {
		return Stream.of(new SocketTimeoutException("Read timed out"), new SocketTimeoutException(),
				new HttpTimeoutException("request timed out"), new SocketException("Connection reset"),
				new SQLTransientConnectionException("Communications link failure"),
				new SQLTransientConnectionException(), new IOException("Connection refused"),
				new IllegalStateException());
	}

	@ParameterizedTest
	@MethodSource("maybeProcessed")
	void retryWhenTheRequestIsIdempotentRetriesThoseToo(Throwable failure) {
		RetryPolicy retry = retry((config) -> config);

		assertThat(attempts(retry, failure)).isEqualTo(3);
	}

	@Test
	void retryWhenCausesAreACircleEndsTheSearch() {
		RuntimeException outer = new RuntimeException();
		outer.initCause(new RuntimeException(outer));

		assertThat(attempts(outer, (config) -> config)).isOne();
	}

	@Test
	void retryWhenAPolicyInsideRejectsRetriesOnlyWhatIsListedToo() {
		CallRejectedException full = new BulkheadFullException("payment", 1, false);
		CallRejectedException open = new CircuitBreakerOpenException("payment", CircuitState.OPEN, null);

		assertThat(attempts(full, (config) -> config)).isOne();
		assertThat(attempts(full, (config) -> config.retryExceptions(List.of(BulkheadFullException.class))))
			.isEqualTo(3);
		assertThat(attempts(open, (config) -> config.retryExceptions(List.of(BulkheadFullException.class)))).isOne();
	}

	@Test
	void retryWhenTheConfigurationDoesNotRetryTheExceptionDoesNotRetry() {
		assertThat(attempts(new ConnectException(), (config) -> config.ignoreExceptions(List.of(IOException.class))))
			.isOne();
		assertThat(attempts(new ConnectException(),
				(config) -> config.retryExceptions(List.of(FileNotFoundException.class))))
			.isOne();
		assertThat(attempts(new SocketTimeoutException("Read timed out"),
				(config) -> config.retryExceptions(List.of(SocketTimeoutException.class))))
			.as("listed, and not certain")
			.isOne();
	}

	@Test
	void retryWhenThereIsAResultDoesNotRetryIt() throws Exception {
		RetryPolicy retry = retry((config) -> config.retryResultPredicate((result) -> true));

		Calls.call(Pipeline.of(retry.notIdempotent()), this.calls::incrementAndGet);

		assertThat(this.calls).hasValue(1);
		assertThat(retry.snapshot().succeededWithoutRetry()).isOne();
	}

	@Test
	void retryWhenALaterAttemptMayHaveBeenProcessedEndsWithIt() {
		RetryPolicy retry = retry((config) -> config.maxAttempts(5));

		Throwable failure = Calls.failureOf(Pipeline.of(retry.notIdempotent()), () -> {
			if (this.calls.incrementAndGet() < 3) {
				throw new ConnectException();
			}
			throw new SocketTimeoutException("Read timed out");
		});

		assertThat(failure).isExactlyInstanceOf(SocketTimeoutException.class);
		assertThat(this.calls).hasValue(3);
		assertThat(retry.snapshot().failedWithRetry()).isOne();
	}

	@Test
	void retryWhenMethodsOfBothKindsUseItCountsThemTogether() {
		RetryPolicy retry = retry((config) -> config);
		Layer layer = retry.notIdempotent();

		attempts(retry, new SocketTimeoutException("Read timed out"));
		attempts(layer, new SocketTimeoutException("Read timed out"));

		assertThat(layer.type()).isEqualTo(PolicyType.RETRY);
		assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 0, 0, 1, 1));
		assertThat(Measures.value(retry, "resilience.retry.attempts")).isEqualTo(2);
	}

	private int attempts(Throwable failure, UnaryOperator<RetryConfig.Builder> config) {
		return attempts(retry(config).notIdempotent(), failure);
	}

	private int attempts(Layer layer, Throwable failure) {
		AtomicInteger attempts = new AtomicInteger();
		Calls.failureOf(Pipeline.of(layer), () -> {
			attempts.incrementAndGet();
			throw (Exception) failure;
		});
		return attempts.get();
	}

	private RetryPolicy retry(UnaryOperator<RetryConfig.Builder> config) {
		return new RetryPolicy("payment", config.apply(RetryConfig.builder()).build(), this.context.policyContext());
	}

}
