/**
 * How an order gets paid, also while the payment provider is down.
 * <p>
 * A payment is written to the outbox in the transaction that writes its order, before the
 * provider hears of it. {@code PaymentClient} asks the provider; when it cannot, its
 * fallback leaves the payment in the outbox as due, and {@code PaymentWorker} charges it
 * as soon as the circuit lets it. Every attempt carries the payment's id as its
 * idempotency key, so an attempt may be repeated whenever its outcome is in doubt: after
 * a time-out, after a crash, after a restart.
 */
@NullMarked
package dev.resilience.sample.payment;

import org.jspecify.annotations.NullMarked;
