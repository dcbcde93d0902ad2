package dev.resilience.retry;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.resilience.internal.Suppressed;
import org.jspecify.annotations.Nullable;

/**
 * What the earlier attempts of one call threw: only the newest, so that a million
 * attempts do not fill the heap.
 */
final class EarlierFailures {

	private final Deque<Throwable> failures = new ArrayDeque<>();

	void add(@Nullable Throwable failure) {
		if (failure != null) {
			if (this.failures.size() == Suppressed.MAX) {
				this.failures.removeFirst();
			}
			this.failures.addLast(failure);
		}
	}

	/** Adds them, the oldest first, to what the last attempt threw. */
	Throwable suppressedIn(Throwable last) {
		for (Throwable earlier : this.failures) {
			Suppressed.add(last, earlier);
		}
		return last;
	}

}
