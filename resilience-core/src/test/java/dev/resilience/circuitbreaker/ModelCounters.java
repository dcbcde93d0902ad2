package dev.resilience.circuitbreaker;

import java.util.List;

/**
 * The calls that the {@link CircuitBreakerModel} has counted since the start.
 */
final class ModelCounters {

	private long successful;

	private long failed;

	private long ignored;

	private long notPermitted;

	private long notPermittedBeforeReset;

	private long slow;

	void count(ModelRules.Kind kind, boolean slow) {
		switch (kind) {
			case IGNORED -> this.ignored++;
			case FAILED -> this.failed++;
			case SUCCESSFUL -> this.successful++;
		}
		if (slow && kind != ModelRules.Kind.IGNORED) {
			this.slow++;
		}
	}

	void reject() {
		this.notPermitted++;
	}

	void reset() {
		this.notPermittedBeforeReset = this.notPermitted;
	}

	long notPermittedSinceReset() {
		return this.notPermitted - this.notPermittedBeforeReset;
	}

	/** Successful, failed, ignored, not permitted, slow. */
	List<Double> values() {
		return List.of((double) this.successful, (double) this.failed, (double) this.ignored,
				(double) this.notPermitted, (double) this.slow);
	}

}
