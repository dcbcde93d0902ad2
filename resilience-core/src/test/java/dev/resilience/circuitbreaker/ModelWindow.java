package dev.resilience.circuitbreaker;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes that the {@link CircuitBreakerModel} remembers, as a list.
 */
final class ModelWindow {

	private final int size;

	private final @Nullable Buckets buckets;

	private final int minimum;

	private final Deque<Outcome> outcomes = new ArrayDeque<>();

	private long notPermitted;

	private ModelWindow(int size, @Nullable Buckets buckets, int minimum) {
		this.size = size;
		this.buckets = buckets;
		this.minimum = minimum;
	}

	static ModelWindow ofCalls(int size, int minimum) {
		return new ModelWindow(size, null, minimum);
	}

	static ModelWindow ofTime(Buckets buckets, int minimum) {
		return new ModelWindow(Integer.MAX_VALUE, buckets, minimum);
	}

	/** The window of a state that watches no calls, and forgets none. */
	static ModelWindow ofNothing() {
		return new ModelWindow(Integer.MAX_VALUE, null, 0);
	}

	void add(boolean failed, boolean slow, long time) {
		this.outcomes.addLast(new Outcome(failed, slow, time));
		if (this.outcomes.size() > this.size) {
			this.outcomes.removeFirst();
		}
		forgetBefore(time);
	}

	void forgetBefore(long time) {
		if (this.buckets != null) {
			long oldest = this.buckets.of(time) - this.buckets.count() + 1;
			this.outcomes.removeIf((outcome) -> this.buckets.of(outcome.time()) < oldest);
		}
	}

	void reject() {
		this.notPermitted++;
	}

	int minimum() {
		return this.minimum;
	}

	int total() {
		return this.outcomes.size();
	}

	int failed() {
		return (int) this.outcomes.stream().filter(Outcome::failed).count();
	}

	int slow() {
		return (int) this.outcomes.stream().filter(Outcome::slow).count();
	}

	long notPermitted() {
		return this.notPermitted;
	}

	/**
	 * How a while is cut.
	 *
	 * @param origin the time at which a bucket begins
	 * @param nanos how long each is
	 * @param count how many are remembered
	 */
	record Buckets(long origin, long nanos, int count) {

		long of(long time) {
			return Math.floorDiv(time - this.origin, this.nanos);
		}

	}

	private record Outcome(boolean failed, boolean slow, long time) {
	}

}
