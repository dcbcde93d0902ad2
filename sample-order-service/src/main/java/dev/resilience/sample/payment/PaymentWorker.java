package dev.resilience.sample.payment;

import dev.resilience.CallRejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Charges the payments that are due, one after the other. While the circuit is open it is
 * turned away at the first one and comes back in the next round.
 */
@Component
class PaymentWorker {

	private static final Logger logger = LoggerFactory.getLogger(PaymentWorker.class);

	private final PaymentOutbox outbox;

	private final PaymentClient client;

	private final PaymentQueueProperties properties;

	PaymentWorker(PaymentOutbox outbox, PaymentClient client, PaymentQueueProperties properties) {
		this.outbox = outbox;
		this.client = client;
		this.properties = properties;
	}

	@Scheduled(fixedDelayString = "${payment-queue.poll-interval:1s}")
	void chargeDuePayments() {
		boolean goOn = true;
		while (goOn) {
			goOn = this.outbox.claimNext().map(this::charge).orElse(false);
		}
	}

	/**
	 * Charge one payment.
	 * @return whether to go on with the next one
	 */
	private boolean charge(Payment payment) {
		try {
			this.client.chargeFromQueue(payment);
			this.outbox.charged(payment);
			logger.info("The payment of order {} is charged", payment.orderId());
		}
		catch (PaymentDeclinedException ex) {
			this.outbox.declined(payment);
			logger.info("The payment of order {} is declined", payment.orderId());
		}
		catch (CallRejectedException ex) {
			this.outbox.queue(payment);
			logger.debug("The queue waits: {}", ex.getMessage());
			return false;
		}
		catch (RuntimeException ex) {
			this.outbox.postpone(payment, this.properties.delayAfter(payment.attempts()));
			logger.warn("The payment of order {} stays in the queue: {}", payment.orderId(), ex.toString());
		}
		return true;
	}

}
