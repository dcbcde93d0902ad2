package dev.resilience.sample.payment;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the other domains know of payments.
 */
@Service
public class PaymentService {

	private final PaymentClient client;

	private final PaymentOutbox outbox;

	PaymentService(PaymentClient client, PaymentOutbox outbox) {
		this.client = client;
		this.outbox = outbox;
	}

	/**
	 * Write a payment down, in the transaction that writes its order: from then on it
	 * will be charged, whatever happens to this process.
	 * @param payment what to charge
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void open(Payment payment) {
		this.outbox.open(payment);
	}

	/**
	 * Charge an open payment, outside of any transaction: the provider may take its time.
	 * When it does not answer, the payment is charged later.
	 * @param payment what to charge
	 * @throws PaymentDeclinedException if the provider says no
	 */
	public void pay(Payment payment) {
		try {
			if (this.client.charge(payment) == PaymentResult.PAID) {
				this.outbox.charged(payment);
			}
		}
		catch (PaymentDeclinedException ex) {
			this.outbox.declined(payment);
			throw ex;
		}
	}

}
