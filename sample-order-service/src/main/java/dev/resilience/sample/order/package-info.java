/**
 * Orders: placed, stored, found again. Calls every other domain; none of them knows it.
 * What becomes of a payment arrives here as an event, inside the payment's transaction.
 */
@NullMarked
package dev.resilience.sample.order;

import org.jspecify.annotations.NullMarked;
