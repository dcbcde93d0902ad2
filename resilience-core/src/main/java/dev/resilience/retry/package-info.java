/**
 * The retry: calls again after a failure, with a growing and jittered delay, within a
 * budget that keeps retries from becoming an outage of their own.
 */
@NullMarked
package dev.resilience.retry;

import org.jspecify.annotations.NullMarked;
