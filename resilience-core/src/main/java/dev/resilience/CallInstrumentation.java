package dev.resilience;

/**
 * Puts itself around whole guarded calls, outside of all policies, to measure or to trace
 * them as their callers see them. Thread-safe.
 */
@FunctionalInterface
public interface CallInstrumentation {

	/**
	 * Puts itself around a pipeline; asked once for each guarded method.
	 * @param instance under which name the calls of the method are reported
	 * @param pipeline runs a call through all policies
	 * @return a stage that runs the pipeline once and gives its caller what it gave or
	 * threw
	 */
	Stage around(String instance, Stage pipeline);

}
