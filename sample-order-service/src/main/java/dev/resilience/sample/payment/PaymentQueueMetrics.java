package dev.resilience.sample.payment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Shows how many payments wait: the number to watch during an outage.
 */
@Component
class PaymentQueueMetrics implements MeterBinder {

	private final PaymentOutbox outbox;

	PaymentQueueMetrics(PaymentOutbox outbox) {
		this.outbox = outbox;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("shop.payments.queued", this.outbox, PaymentOutbox::size)
			.description("Payments that wait for the provider")
			.register(registry);
	}

}
