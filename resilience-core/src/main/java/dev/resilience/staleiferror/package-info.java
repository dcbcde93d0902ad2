/**
 * Stale answers: remembers the last good result for each key and answers with it when a
 * later call fails.
 * <p>
 * {@link dev.resilience.staleiferror.StaleIfErrorPolicy} is what the methods of an
 * instance share, {@link dev.resilience.staleiferror.RememberedMethod} what is special to
 * one of them. The results are kept in a {@link dev.resilience.staleiferror.StaleStore},
 * which comes from outside: a bounded map that is good under load is a library of its
 * own.
 */
@NullMarked
package dev.resilience.staleiferror;

import org.jspecify.annotations.NullMarked;
