package dev.resilience;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A lesser answer that a guarded call gave. Whoever wants to know opens a scope around
 * the calls:
 *
 * <pre class="code">
 * try (Degradation.Scope scope = Degradation.observe()) {
 *     Product product = catalog.find(id);
 *     return new Page(product, scope.isDegraded());
 * }
 * </pre>
 *
 * While no scope is open nothing is kept, and a healthy call never looks whether there is
 * one. Immutable.
 *
 * @param instance the name of the instance that answered
 * @param rung what answered: the text of a fallback's rung, or {@code stale-if-error}
 * @param cause the class of what the guarded call threw
 * @param age how old the answer is, or null if it was made for this call
 */
public record Degradation(String instance, String rung, Class<? extends Throwable> cause, @Nullable Duration age) {

	private static final Logger logger = System.getLogger(Degradation.class.getName());

	/** The innermost open scope of a thread. Written by scopes only, never by calls. */
	private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

	/**
	 * Opens a scope on this thread. It sees the degraded answers to this thread's calls
	 * until it is closed, also those that a scope within it sees.
	 * @return the scope, to be closed on this thread
	 */
	public static Scope observe() {
		return observe((degradations) -> {
		});
	}

	/**
	 * Opens a scope on this thread, and tells somebody at once of each change.
	 * @param observer is given all degradations so far whenever there is a new one, on
	 * the thread of the call; what it throws is logged
	 * @return the scope, to be closed on this thread
	 */
	public static Scope observe(Consumer<? super List<Degradation>> observer) {
		Scope scope = new Scope(current(), observer);
		CURRENT.set(scope);
		return scope;
	}

	/**
	 * The scope that sees what happens on this thread, for whoever goes on with the call
	 * on another one.
	 * @return the innermost open scope, or null if there is none
	 */
	public static @Nullable Scope current() {
		Scope scope = CURRENT.get();
		return (scope != null) ? scope.orOuter() : null;
	}

	/**
	 * Tells the scopes of this thread of a degraded answer. For policies.
	 * @param instance the name of the instance
	 * @param rung what answered
	 * @param cause what the guarded call threw; only its class is kept
	 * @param age how old the answer is, or null
	 */
	public static void report(String instance, String rung, Throwable cause, @Nullable Duration age) {
		Scope scope = current();
		if (scope != null) {
			scope.add(new Degradation(instance, rung, cause.getClass(), age));
		}
	}

	private boolean isBySameRungAs(Degradation other) {
		return this.instance.equals(other.instance) && this.rung.equals(other.rung);
	}

	private boolean isOlderThan(Degradation other) {
		return this.age != null && (other.age == null || this.age.compareTo(other.age) > 0);
	}

	/**
	 * What was degraded while it was open. Answers of the same rung of the same instance
	 * count as one, the oldest; of different ones the first 32 are kept.
	 * <p>
	 * <b>Concurrency:</b> opened and closed by one thread; may be added to and read by
	 * any. The degradations are an immutable list behind one reference.
	 */
	public static final class Scope implements AutoCloseable {

		static final int LIMIT = 32;

		private final @Nullable Scope outer;

		private final Consumer<? super List<Degradation>> observer;

		private final AtomicReference<List<Degradation>> degradations = new AtomicReference<>(List.of());

		private volatile boolean closed;

		private Scope(@Nullable Scope outer, Consumer<? super List<Degradation>> observer) {
			this.outer = outer;
			this.observer = observer;
		}

		/**
		 * Whether an answer was degraded.
		 * @return true if at least one was
		 */
		public boolean isDegraded() {
			return !degradations().isEmpty();
		}

		/**
		 * The degraded answers so far; can still be asked for after the scope is closed.
		 * @return the degradations in the order of their first appearance, immutable
		 */
		public List<Degradation> degradations() {
			return this.degradations.get();
		}

		/**
		 * Adds a degraded answer to this scope and those around it. For whoever went on
		 * with the call on another thread.
		 * @param degradation what was degraded
		 */
		public void add(Degradation degradation) {
			for (Scope scope = this; scope != null; scope = scope.outer) {
				scope.keep(degradation);
			}
		}

		private void keep(Degradation degradation) {
			List<Degradation> before;
			List<Degradation> after;
			do {
				before = this.degradations.get();
				after = with(before, degradation);
			}
			while (!this.degradations.compareAndSet(before, after));
			if (after != before) {
				try {
					this.observer.accept(after);
				}
				catch (Throwable ex) {
					logger.log(Level.ERROR, "An observer of degraded answers failed", ex);
				}
			}
		}

		private static List<Degradation> with(List<Degradation> before, Degradation added) {
			List<Degradation> after = new ArrayList<>(before);
			for (int i = 0; i < after.size(); i++) {
				if (after.get(i).isBySameRungAs(added)) {
					if (!added.isOlderThan(after.get(i))) {
						return before;
					}
					after.set(i, added);
					return List.copyOf(after);
				}
			}
			if (after.size() == LIMIT) {
				return before;
			}
			after.add(added);
			return List.copyOf(after);
		}

		/**
		 * Sees nothing more of what happens on the thread. More than once changes
		 * nothing.
		 */
		@Override
		public void close() {
			this.closed = true;
			if (CURRENT.get() == this) {
				Scope open = orOuter();
				if (open != null) {
					CURRENT.set(open);
				}
				else {
					CURRENT.remove();
				}
			}
		}

		/** The innermost open one, in case scopes are closed in a strange order. */
		private @Nullable Scope orOuter() {
			Scope scope = this;
			while (scope != null && scope.closed) {
				scope = scope.outer;
			}
			return scope;
		}

	}

}
