/**
 * The circuit breaker: stops calling what keeps failing.
 * <p>
 * {@link dev.resilience.circuitbreaker.CircuitBreakerPolicy} holds one reference to the
 * current state object. That object is also the permit of the calls that it admitted: it
 * is told how they end, and if it is no longer the current one by then, nothing changes.
 * Every transition is a compare-and-set from one state object to the next, so exactly one
 * thread makes it and tells the listener.
 * <p>
 * No timer is needed: a transition that is due by the ticker is made by whoever looks at
 * the state next, be it a call or a snapshot.
 */
@NullMarked
package dev.resilience.circuitbreaker;

import org.jspecify.annotations.NullMarked;
