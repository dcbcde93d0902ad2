package dev.resilience.staleiferror;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.resilience.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * The last good results of one method: which key a call has, what is remembered, what is
 * answered. None of it waits, and none of it makes a call fail: keys and results are
 * objects of the user's, and what their {@code hashCode} or {@code equals} throws is
 * logged, once per method, and means that there is no key.
 */
final class LastGoodResults {

	private static final Logger logger = System.getLogger(StaleIfErrorPolicy.class.getName());

	private final StaleIfErrorPolicy policy;

	private final RememberedMethod method;

	private final AtomicBoolean complained = new AtomicBoolean();

	LastGoodResults(StaleIfErrorPolicy policy, RememberedMethod method) {
		this.policy = policy;
		this.method = method;
	}

	/**
	 * The key of a call. To be asked before the method runs, which may change its
	 * arguments.
	 * @return the key, or null if the call is neither remembered nor answered
	 */
	@Nullable EntryKey key(Invocation invocation) {
		try {
			Object key = this.method.key().key(invocation);
			if (key != null) {
				return new EntryKey(this.method.identity(), invocation.target(), key);
			}
			complain("its key is null", null);
		}
		catch (Throwable ex) {
			complain("its key threw", ex);
		}
		return null;
	}

	/** Remembers a result, unless it is a fallback's or good for one reader only. */
	void remember(@Nullable EntryKey key, Invocation invocation, @Nullable Object result) {
		if (key == null || result == null || invocation.isAnsweredByFallback() || isReadOnce(result)) {
			return;
		}
		try {
			this.policy.remember(key, result, invocation);
		}
		catch (Throwable ex) {
			complain("the store threw", ex);
		}
	}

	/**
	 * The answer to a call that failed.
	 * @return the last good result, or null if there is none or the failure is not
	 * answered
	 */
	@Nullable Object answer(@Nullable EntryKey key, Invocation invocation, Throwable failure) {
		if (key == null || !this.method.answers(failure)) {
			return null;
		}
		try {
			return this.policy.answer(key, invocation, failure);
		}
		catch (Throwable ex) {
			complain("the store threw", ex);
			return null;
		}
	}

	/** A method may declare more than it returns: {@code Object}, for example. */
	private static boolean isReadOnce(Object result) {
		return result instanceof AutoCloseable || result instanceof Iterator;
	}

	private void complain(String why, @Nullable Throwable thrown) {
		if (this.complained.compareAndSet(false, true)) {
			logger.log(Level.WARNING, "Stale-if-error '" + this.policy.instance() + "' passes over a call of "
					+ this.method.identity() + " since " + why + " (logged once)", thrown);
		}
	}

}
