package dev.resilience;

import java.util.List;

/**
 * One policy of one instance, for example the circuit breaker of {@code payment}: the
 * state that all methods share that name the instance. Thread-safe.
 */
public interface Policy {

	/**
	 * Which policy this is.
	 * @return the type
	 */
	PolicyType type();

	/**
	 * Whose policy this is.
	 * @return the name of the instance
	 */
	String instance();

	/**
	 * What it looks like now. Never blocks a call.
	 * @return a consistent view, immutable
	 */
	PolicySnapshot snapshot();

	/**
	 * What can be measured, for a metrics library to read.
	 * @return the measures known now
	 */
	List<Measure> measures();

	/**
	 * Forgets what was counted and recorded. Counters that are published as
	 * {@link #measures()} go on.
	 */
	void reset();

}
