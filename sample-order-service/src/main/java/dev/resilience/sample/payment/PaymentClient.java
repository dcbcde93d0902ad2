package dev.resilience.sample.payment;

import java.math.BigDecimal;
import java.util.UUID;

import dev.resilience.CallRejectedException;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.sample.downstream.DownstreamClients;
import dev.resilience.sample.downstream.DownstreamService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the payment provider for money.
 */
@Component
class PaymentClient {

	private static final Logger logger = LoggerFactory.getLogger(PaymentClient.class);

	private final RestClient rest;

	private final PaymentOutbox outbox;

	PaymentClient(DownstreamClients clients, PaymentOutbox outbox) {
		this.rest = clients.create(DownstreamService.PAYMENT);
		this.outbox = outbox;
	}

	/**
	 * Charge a payment while a customer waits.
	 * @param payment what to charge
	 * @return paid, or pending when the provider does not answer
	 * @throws PaymentDeclinedException if the provider says no
	 */
	@CircuitBreaker("payment")
	@Bulkhead("payment")
	@Retry("payment")
	@Fallback(value = "queue", except = PaymentDeclinedException.class)
	PaymentResult charge(Payment payment) {
		post(payment);
		return PaymentResult.PAID;
	}

	/**
	 * Charge a payment from the queue, where nobody waits: without a retry, since the
	 * queue comes back to it, and without a fallback, since it is the fallback. It shares
	 * the circuit with {@link #charge}, and so its calls are the probes that close it.
	 * @param payment what to charge
	 * @throws PaymentDeclinedException if the provider says no
	 */
	@CircuitBreaker("payment")
	@Bulkhead("payment")
	void chargeFromQueue(Payment payment) {
		post(payment);
	}

	/**
	 * The provider was not even asked, so there is nothing to look into.
	 */
	private PaymentResult queue(Payment payment, CallRejectedException ex) {
		logger.info("The payment of order {} is queued: {}", payment.orderId(), ex.getMessage());
		return leaveInQueue(payment);
	}

	private PaymentResult queue(Payment payment, Exception ex) {
		logger.warn("The payment of order {} is queued: {}", payment.orderId(), ex.toString());
		return leaveInQueue(payment);
	}

	private PaymentResult leaveInQueue(Payment payment) {
		this.outbox.queue(payment);
		return PaymentResult.PENDING;
	}

	private void post(Payment payment) {
		this.rest.post()
			.uri("/charges")
			.header("Idempotency-Key", payment.id().toString())
			.body(new ChargeRequest(payment.orderId(), payment.amount()))
			.retrieve()
			.onStatus(HttpStatus.PAYMENT_REQUIRED::equals, (request, response) -> {
				throw new PaymentDeclinedException(payment.orderId());
			})
			.toBodilessEntity();
	}

	private record ChargeRequest(UUID orderId, BigDecimal amount) {

	}

}
