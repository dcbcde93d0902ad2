package dev.resilience.staleiferror;

/**
 * A result and when it was good.
 *
 * @param result what the method returned
 * @param nanos when, on the ticker
 */
record LastGood(Object result, long nanos) {

}
