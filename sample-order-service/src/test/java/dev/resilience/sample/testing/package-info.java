/**
 * What the tests of the shop share: a customer, and a PostgreSQL server.
 */
@NullMarked
package dev.resilience.sample.testing;

import org.jspecify.annotations.NullMarked;
