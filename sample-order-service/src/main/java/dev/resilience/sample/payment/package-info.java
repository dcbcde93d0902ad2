/**
 * How an order gets paid, also while the payment provider is down.
 * <p>
 * A payment is written to the outbox in the transaction that writes its order, before the
 * provider hears of it. {@code PaymentClient} asks the provider; when it cannot, its
 * fallback leaves the payment in the outbox as due, and {@code PaymentWorker} charges it
 * as soon as the circuit lets it. Every attempt carries the payment's id as its
 * idempotency key, so an attempt may be repeated whenever its outcome is in doubt: after
 * a time-out, after a crash, after a restart.
 * <p>
 * Read {@code PaymentService} first, it is what the other packages see; then
 * {@code PaymentClient}, {@code PaymentWorker} and {@code PaymentOutbox}. The life of a
 * payment: <pre>
 *            a failure, a rejection
 * CHARGING ---------------------------&gt; QUEUED
 *    |     &lt;---------------------------
 *    |        claimed by the worker
 *    +--&gt; CHARGED or DECLINED
 * </pre>
 */
@NullMarked
package dev.resilience.sample.payment;

import org.jspecify.annotations.NullMarked;
