/**
 * Whether there is enough of it: the client of the inventory service. Without stock there
 * is nothing to sell, so reserving has no fallback and fails fast.
 */
@NullMarked
package dev.resilience.sample.inventory;

import org.jspecify.annotations.NullMarked;
