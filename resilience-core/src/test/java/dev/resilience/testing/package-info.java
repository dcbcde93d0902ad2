/**
 * Time turned by hand and listeners that remember, for the tests of all modules.
 */
@NullMarked
package dev.resilience.testing;

import org.jspecify.annotations.NullMarked;
