package dev.resilience.sample.simulator;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Money that the payment provider took.
 *
 * @param idempotencyKey which payment
 * @param orderId for which order
 * @param amount how much
 * @param chargedAt when
 * @param requests how often it was asked for; it was charged once
 */
public record Charge(String idempotencyKey, String orderId, BigDecimal amount, Instant chargedAt, int requests) {

	Charge askedForAgain() {
		return new Charge(this.idempotencyKey, this.orderId, this.amount, this.chargedAt, this.requests + 1);
	}

}
