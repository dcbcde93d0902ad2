package dev.resilience.sample.payment;

import java.util.UUID;

/**
 * The provider will not charge this payment: an answer, not a failure. Breakers, retries
 * and the fallback leave it alone.
 */
public class PaymentDeclinedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final UUID orderId;

	PaymentDeclinedException(UUID orderId) {
		super("Payment declined by the provider");
		this.orderId = orderId;
	}

	public UUID orderId() {
		return this.orderId;
	}

}
