package dev.resilience.sample.payment;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How queued payments are charged.
 *
 * @param pollInterval Pause between two rounds of the worker.
 * @param lease How long a payment stays with who claimed it. Longer than any attempt
 * takes.
 * @param retryDelay Pause before a payment that failed in the queue is tried again.
 * Doubles with each failure.
 * @param maxRetryDelay Longest such pause.
 */
@ConfigurationProperties("payment-queue")
record PaymentQueueProperties(@DefaultValue("1s") Duration pollInterval, @DefaultValue("30s") Duration lease,
		@DefaultValue("1s") Duration retryDelay, @DefaultValue("10s") Duration maxRetryDelay) {

	private static final int MOST_DOUBLINGS = 30;

	Duration delayAfter(int failures) {
		Duration delay = this.retryDelay.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
		return (delay.compareTo(this.maxRetryDelay) < 0) ? delay : this.maxRetryDelay;
	}

}
