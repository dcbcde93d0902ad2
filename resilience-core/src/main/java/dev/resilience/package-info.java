/**
 * What everybody touches.
 */
@NullMarked
package dev.resilience;

import org.jspecify.annotations.NullMarked;
