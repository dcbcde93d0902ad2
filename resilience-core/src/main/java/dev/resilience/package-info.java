/**
 * What everybody touches: the list of policies ({@link dev.resilience.PolicyType}), the
 * pipeline that runs a call through them ({@link dev.resilience.Pipeline}), the two doors
 * for watching ({@link dev.resilience.PolicyListener} pushes events,
 * {@link dev.resilience.PolicySnapshot} and {@link dev.resilience.Measure} are pulled),
 * the instances that applications name ({@link dev.resilience.Resilience}) and the
 * exceptions.
 * <p>
 * A newcomer starts at {@link dev.resilience.Pipeline} and then reads one policy, for
 * example {@code dev.resilience.bulkhead}, the smallest one. All policies have the same
 * shape and do not know one another.
 */
@NullMarked
package dev.resilience;

import org.jspecify.annotations.NullMarked;
