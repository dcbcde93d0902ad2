/**
 * The rate limiter: bounds how many calls begin in a while, so that a quota of a
 * dependency is kept. A token bucket that refills smoothly.
 * <p>
 * Start with {@link dev.resilience.ratelimiter.RateLimiterPolicy}; how permits are
 * counted stands in {@code TokenBucket}.
 */
@NullMarked
package dev.resilience.ratelimiter;

import org.jspecify.annotations.NullMarked;
