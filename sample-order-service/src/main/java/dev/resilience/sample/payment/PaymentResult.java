package dev.resilience.sample.payment;

/**
 * How asking for a payment ended.
 *
 * @param status whether it is paid
 * @param message what to tell the customer
 */
public record PaymentResult(Status status, String message) {

	static PaymentResult paid() {
		return new PaymentResult(Status.PAID, "Payment received");
	}

	static PaymentResult pending() {
		return new PaymentResult(Status.PENDING, "Payment queued for processing");
	}

	/**
	 * Whether it is paid.
	 */
	public enum Status {

		/** The provider has charged it. */
		PAID,

		/** It waits in the queue. */
		PENDING

	}

}
