package dev.resilience.sample.payment;

/**
 * How asking for a payment ended.
 */
enum PaymentResult {

	/** The provider has charged it. */
	PAID,

	/**
	 * The provider did not answer. The payment is in the queue, and the order says
	 * "Payment queued for processing".
	 */
	PENDING

}
