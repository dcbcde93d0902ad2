package dev.resilience.circuitbreaker;

/**
 * A call that the {@link CircuitBreakerModel} has admitted.
 *
 * @param generation the number of the state that admitted it
 * @param startedAt the time of its begin, since the start of the model
 */
record ModelPermit(long generation, long startedAt) {
}
