package dev.resilience;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * What a guarded method can know about the call that it is running in: one logical call,
 * however many attempts are made of it.
 *
 * <pre class="code">
 * &#64;Retry(value = "payment", idempotent = false)
 * Receipt charge(Order order) {
 * 	String key = CallContext.current().idempotencyKey();
 * 	...
 * }
 * </pre>
 *
 * There is one where somebody asked for it, since to bind it costs every call a little:
 * in methods with {@code @Retry(idempotent = false)}, and in methods of an instance whose
 * {@code retry.idempotency-key-enabled} is set. It belongs to the thread that runs the
 * method, until the method has returned; where calls are nested it is the innermost
 * one's. Immutable but for the key, which is made when it is first asked for;
 * thread-safe.
 */
public final class CallContext {

	/**
	 * Holds nothing between calls. Its values are of the application only while a call
	 * runs, so that a thread that outlives the application keeps nothing of it.
	 */
	private static final ThreadLocal<@Nullable CallContext> BOUND = new ThreadLocal<>();

	private static final AtomicReferenceFieldUpdater<CallContext, @Nullable String> KEY = AtomicReferenceFieldUpdater
		.newUpdater(CallContext.class, String.class, "key");

	private final String instance;

	private final boolean keySent;

	private final int attempt;

	/** That of the first attempt, which keeps the key for all. */
	private final CallContext first;

	private volatile @Nullable String key;

	private CallContext(String instance, boolean keySent, int attempt, @Nullable CallContext first) {
		this.instance = instance;
		this.keySent = keySent;
		this.attempt = attempt;
		this.first = (first != null) ? first : this;
	}

	/**
	 * The context of the guarded call that this thread is running.
	 * @return the context
	 * @throws IllegalStateException if there is none
	 */
	public static CallContext current() {
		CallContext context = BOUND.get();
		if (context == null) {
			throw new IllegalStateException("No CallContext: this thread runs no method with @Retry(idempotent = false)"
					+ " and none of an instance whose 'retry.idempotency-key-enabled' is true");
		}
		return context;
	}

	/**
	 * The context of the guarded call that this thread is running, if there is one.
	 * @return the context, or empty
	 */
	public static Optional<CallContext> find() {
		return Optional.ofNullable(BOUND.get());
	}

	/**
	 * Begins a logical call, for whoever runs one. Binds nothing.
	 * @param instance the name of the instance
	 * @param keySent whether clients are to send the key
	 * @return the context of its first attempt
	 */
	public static CallContext begin(String instance, boolean keySent) {
		return new CallContext(instance, keySent, 1, null);
	}

	/**
	 * Binds a context to the calling thread, for whoever runs a call or takes one to
	 * another thread. What was bound before has to be bound again on every way out.
	 * @param context the context, or null to bind none
	 * @return what was bound before, or null
	 */
	public static @Nullable CallContext bind(@Nullable CallContext context) {
		CallContext before = BOUND.get();
		if (context != null) {
			BOUND.set(context);
		}
		else {
			BOUND.remove();
		}
		return before;
	}

	/**
	 * The same logical call in its next attempt.
	 * @return a context with the same key
	 */
	public CallContext nextAttempt() {
		return new CallContext(this.instance, this.keySent, this.attempt + 1, this.first);
	}

	/**
	 * Whose retry runs the call.
	 * @return the name of the instance
	 */
	public String instance() {
		return this.instance;
	}

	/**
	 * Which attempt this is.
	 * @return the number of the attempt, 1 for the first
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * What tells the server that several requests are one: the same for all attempts of a
	 * logical call, and for no other.
	 * @return a random UUID
	 */
	public String idempotencyKey() {
		String key = this.first.key;
		if (key != null) {
			return key;
		}
		String made = UUID.randomUUID().toString();
		return KEY.compareAndSet(this.first, null, made) ? made : idempotencyKey();
	}

	/**
	 * Whether HTTP clients send the key as the header {@code Idempotency-Key}.
	 * @return true if {@code retry.idempotency-key-enabled} is set
	 */
	public boolean isKeySent() {
		return this.keySent;
	}

}
