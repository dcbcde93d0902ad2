package dev.resilience.sample.order;

/**
 * How far an order is.
 */
public enum OrderStatus {

	/** Accepted; the payment will be charged. */
	PENDING("Payment queued for processing"),

	/** Paid. */
	PAID("Payment received"),

	/** Will not be paid. */
	DECLINED("Payment declined");

	private final String message;

	OrderStatus(String message) {
		this.message = message;
	}

	String message() {
		return this.message;
	}

}
