/**
 * The fallback: answers in place of a call that failed, by a ladder of rungs.
 */
@NullMarked
package dev.resilience.fallback;

import org.jspecify.annotations.NullMarked;
