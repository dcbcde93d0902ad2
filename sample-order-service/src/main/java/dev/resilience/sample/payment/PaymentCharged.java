package dev.resilience.sample.payment;

import java.util.UUID;

/**
 * An order is paid. Published inside the transaction that says so.
 *
 * @param orderId which order
 */
public record PaymentCharged(UUID orderId) {

}
