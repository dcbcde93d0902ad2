/**
 * Parts that the policies share and that are nobody's API: they may change or vanish in
 * any release.
 */
@NullMarked
package dev.resilience.internal;

import org.jspecify.annotations.NullMarked;
