package dev.resilience.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which exceptions retried calls have given up on, so that a retried call
 * around them does not multiply their attempts.
 * <p>
 * Each thread keeps its newest few marks: which exception, by a weak reference, and the
 * number of the mark. A mark counts for an attempt only if it was made after the attempt
 * had begun, so an exception object that is thrown again and again, or that was marked in
 * an earlier call, is not mistaken. The exception itself is not touched.
 * <p>
 * <b>Concurrency:</b> marks belong to their thread. {@link #number} is shared: it is read
 * once per healthy attempt, and written only by calls that have failed for good. A mark
 * consists of types of the JDK, so a thread that outlives the application keeps nothing
 * of it.
 */
public final class GivenUp {

	/** How many marks a thread keeps. */
	private static final int MAX = 8;

	private static final AtomicLong number = new AtomicLong();

	private static final ThreadLocal<@Nullable Deque<Map.Entry<Long, WeakReference<Throwable>>>> MARKS = new ThreadLocal<>();

	private GivenUp() {
	}

	/**
	 * To be asked before an attempt: marks that are made from now on are larger.
	 * @return the number of the newest mark of any thread
	 */
	public static long now() {
		return number.get();
	}

	/**
	 * Marks what a retried call throws, on the thread that it throws it on.
	 * @param failure what goes to the caller
	 */
	public static void mark(Throwable failure) {
		Deque<Map.Entry<Long, WeakReference<Throwable>>> marks = MARKS.get();
		if (marks == null) {
			marks = new ArrayDeque<>(MAX);
			MARKS.set(marks);
		}
		else if (marks.size() == MAX) {
			marks.removeLast();
		}
		marks.addFirst(Map.entry(number.incrementAndGet(), new WeakReference<>(failure)));
	}

	/**
	 * Whether an exception, or a cause of it, was marked on this thread.
	 * @param failure what an attempt threw
	 * @param since what {@link #now()} was when the attempt began
	 * @return true if a retried call inside of the attempt has given up on it
	 */
	public static boolean isMarked(Throwable failure, long since) {
		if (number.get() == since) {
			return false;
		}
		Deque<Map.Entry<Long, WeakReference<Throwable>>> marks = MARKS.get();
		return marks != null && Causes.any(failure, (cause) -> contains(marks, cause, since));
	}

	private static boolean contains(Deque<Map.Entry<Long, WeakReference<Throwable>>> marks, Throwable failure,
			long since) {
		for (Map.Entry<Long, WeakReference<Throwable>> mark : marks) {
			if (mark.getKey() <= since) {
				return false;
			}
			if (mark.getValue().refersTo(failure)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Takes the marks of an exception back: somebody answered for it.
	 * @param failure what was thrown
	 */
	public static void forget(Throwable failure) {
		Deque<Map.Entry<Long, WeakReference<Throwable>>> marks = MARKS.get();
		if (marks != null) {
			marks.removeIf((mark) -> Causes.any(failure, (cause) -> mark.getValue().refersTo(cause)));
		}
	}

}
