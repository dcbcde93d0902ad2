/**
 * A shop's order service that stays up while the services that it calls do not.
 * <p>
 * Begin with {@code PaymentClient}: four annotations and a fallback that keeps the
 * promise it makes. What follows from the promise stands in the {@code payment} package:
 * a queue in the database and a worker that charges what is due. {@code CatalogClient}
 * shows a ladder of fallbacks, {@code UserClient} annotations on a type,
 * {@code InventoryClient} the case where there is nothing to fall back on. All the
 * numbers are in {@code application.yml}.
 * <p>
 * The packages are the shop's domains; {@code order} calls the others, none calls it.
 * {@code simulator} plays the services that are called, over real sockets, so that a
 * person can break them one by one.
 */
@NullMarked
package dev.resilience.sample;

import org.jspecify.annotations.NullMarked;
