package dev.resilience;

/**
 * A policy as one method uses it: puts itself around the next stage. Immutable once
 * built, thread-safe.
 */
public interface Layer {

	/**
	 * Which policy this is; decides its place in the pipeline.
	 * @return the type
	 */
	PolicyType type();

	/**
	 * Puts itself around the next stage.
	 * @param next what runs inside
	 * @return a stage that runs the next one under this policy
	 */
	Stage around(Stage next);

}
