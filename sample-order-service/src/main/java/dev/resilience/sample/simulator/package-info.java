/**
 * Plays the payment, inventory, users and catalog services in the same process, each on a
 * port of its own, and breaks them on request: {@code POST /simulator/payment/down}.
 * {@code simulator.enabled: false} and the {@code services.*.base-url} properties put
 * real ones in their place.
 */
@NullMarked
package dev.resilience.sample.simulator;

import org.jspecify.annotations.NullMarked;
