package dev.resilience.sample.payment;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * A payment in the hands of whoever charges it now.
 *
 * @param id which payment, and its idempotency key at the provider
 * @param orderId for which order
 * @param amount how much
 * @param attempts how often the queue has tried so far
 * @param claim who holds it: a new one for each holder, so that a late holder is told
 * apart
 */
public record Payment(UUID id, UUID orderId, BigDecimal amount, int attempts, UUID claim) {

	/**
	 * Return the payment of a new order, held by the caller.
	 * @param orderId for which order
	 * @param amount how much
	 * @return a payment that nobody has tried to charge
	 */
	public static Payment of(UUID orderId, BigDecimal amount) {
		return new Payment(UUID.randomUUID(), orderId, amount, 0, UUID.randomUUID());
	}

	Payment claimed() {
		return new Payment(this.id, this.orderId, this.amount, this.attempts, UUID.randomUUID());
	}

}
