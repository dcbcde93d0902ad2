/**
 * What can be bought: the client of the catalog service with its ladder of fallbacks, and
 * the shop's own price list, which is the second rung of it.
 */
@NullMarked
package dev.resilience.sample.catalog;

import org.jspecify.annotations.NullMarked;
