/**
 * The bulkhead: bounds how many calls run at the same time, so that one slow dependency
 * cannot take every thread.
 * <p>
 * {@link dev.resilience.bulkhead.BulkheadPolicy} is the smallest policy and a good one to
 * read first.
 */
@NullMarked
package dev.resilience.bulkhead;

import org.jspecify.annotations.NullMarked;
