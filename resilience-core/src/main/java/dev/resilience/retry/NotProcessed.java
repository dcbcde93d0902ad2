package dev.resilience.retry;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;

import dev.resilience.internal.Causes;
import dev.resilience.internal.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Whether an exception says that the request has not left: then it cannot have been
 * processed, and even one that must not be processed twice may be made again. Where the
 * exception may mean both (a time-out while reading, a lost connection) the answer is no.
 */
final class NotProcessed {

	/** Of libraries and modules that need not be there; subclasses count. */
	private static final Set<String> NAMES = Set.of("java.net.http.HttpConnectTimeoutException",
			"org.apache.hc.client5.http.ConnectTimeoutException",
			"org.apache.hc.core5.http.ConnectionRequestTimeoutException",
			"org.apache.http.conn.ConnectTimeoutException", "reactor.pool.PoolAcquireTimeoutException",
			"reactor.pool.PoolAcquirePendingLimitException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException",
			"org.springframework.jdbc.CannotGetJdbcConnectionException",
			"org.springframework.transaction.CannotCreateTransactionException");

	private NotProcessed() {
	}

	/**
	 * Looks at an exception and at its causes: HTTP clients wrap what went wrong.
	 * @param failure what an attempt threw
	 * @return true if nothing can have been processed
	 */
	static boolean isCertain(Throwable failure) {
		return Causes.any(failure, (cause) -> Failures.isRejection(cause) || isUnconnected(cause)
				|| isConnectTimeout(cause) || isPoolTimeout(cause) || isNamed(cause, NAMES));
	}

	private static boolean isUnconnected(Throwable failure) {
		return failure instanceof ConnectException || failure instanceof NoRouteToHostException
				|| failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException;
	}

	/**
	 * A socket of the JDK throws the same class while it connects and while it reads;
	 * only the message tells.
	 */
	private static boolean isConnectTimeout(Throwable failure) {
		return failure instanceof SocketTimeoutException && "connect timed out".equalsIgnoreCase(failure.getMessage());
	}

	/** HikariCP throws a class that drivers throw for lost connections, too. */
	private static boolean isPoolTimeout(Throwable failure) {
		String message = failure.getMessage();
		return message != null && isNamed(failure, Set.of("java.sql.SQLTransientConnectionException"))
				&& message.contains(" - Connection is not available, request timed out after ");
	}

	private static boolean isNamed(Throwable failure, Set<String> names) {
		for (@Nullable
		Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
			if (names.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

}
