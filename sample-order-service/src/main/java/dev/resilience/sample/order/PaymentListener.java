package dev.resilience.sample.order;

import dev.resilience.sample.inventory.InventoryClient;
import dev.resilience.sample.payment.PaymentCharged;
import dev.resilience.sample.payment.PaymentDeclined;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Brings an order up to date with its payment. The order changes in the payment's
 * transaction; the inventory service is called once that is committed.
 */
@Component
class PaymentListener {

	private final OrderRepository orders;

	private final InventoryClient inventory;

	PaymentListener(OrderRepository orders, InventoryClient inventory) {
		this.orders = orders;
		this.inventory = inventory;
	}

	@EventListener
	void paid(PaymentCharged event) {
		this.orders.update(event.orderId(), OrderStatus.PAID);
	}

	@EventListener
	void declined(PaymentDeclined event) {
		this.orders.update(event.orderId(), OrderStatus.DECLINED);
	}

	@TransactionalEventListener
	void release(PaymentDeclined event) {
		this.inventory.release(event.orderId());
	}

}
