/**
 * Starts applications that cannot start, and keeps what their users are told.
 */
@NullMarked
package dev.resilience.spring.testing;

import org.jspecify.annotations.NullMarked;
