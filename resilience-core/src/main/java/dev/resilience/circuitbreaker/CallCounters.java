package dev.resilience.circuitbreaker;

import java.util.List;

import dev.resilience.Measure;
import dev.resilience.internal.Counter;

/**
 * Counts every call once by how it ended, in every state.
 */
final class CallCounters {

	final Counter successful = new Counter();

	final Counter failed = new Counter();

	final Counter ignored = new Counter();

	final Counter notPermitted = new Counter();

	final Counter slow = new Counter();

	List<Measure> measures(String instance) {
		return List.of(calls(instance, "successful", this.successful), calls(instance, "failed", this.failed),
				calls(instance, "ignored", this.ignored), calls(instance, "not_permitted", this.notPermitted),
				Measure.counter("resilience.circuitbreaker.slow.calls", "Calls that took longer than the threshold",
						instance, this.slow::total));
	}

	private static Measure calls(String instance, String kind, Counter counter) {
		return Measure.counter("resilience.circuitbreaker.calls", "Calls by how they ended", instance, counter::total)
			.with("kind", kind);
	}

	void reset() {
		this.successful.reset();
		this.failed.reset();
		this.ignored.reset();
		this.notPermitted.reset();
		this.slow.reset();
	}

}
