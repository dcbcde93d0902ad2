package dev.resilience.sample.payment;

import java.util.UUID;

/**
 * An order will not be paid. Published inside the transaction that says so.
 *
 * @param orderId which order
 */
public record PaymentDeclined(UUID orderId) {

}
