package dev.resilience.sample.order;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.sample.NotFoundException;
import dev.resilience.sample.catalog.PriceList;
import dev.resilience.sample.inventory.InventoryClient;
import dev.resilience.sample.inventory.OutOfStockException;
import dev.resilience.sample.payment.Payment;
import dev.resilience.sample.payment.PaymentDeclinedException;
import dev.resilience.sample.payment.PaymentService;
import dev.resilience.sample.user.UserClient;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes orders.
 */
@Service
class OrderService {

	private final UserClient users;

	private final PriceList priceList;

	private final InventoryClient inventory;

	private final PaymentService payments;

	private final OrderRepository orders;

	private final TransactionOperations transaction;

	private final Clock clock;

	OrderService(UserClient users, PriceList priceList, InventoryClient inventory, PaymentService payments,
			OrderRepository orders, TransactionOperations transaction, Clock clock) {
		this.users = users;
		this.priceList = priceList;
		this.inventory = inventory;
		this.payments = payments;
		this.orders = orders;
		this.transaction = transaction;
		this.clock = clock;
	}

	/**
	 * Take an order. The order and its payment are stored together before the provider is
	 * asked, so whatever happens after that, an order that the shop has accepted gets
	 * paid once. What was reserved for an order that could not be stored lapses.
	 * @param request what the customer sent
	 * @return the order, paid or pending
	 * @throws NotFoundException if the shop does not know the user or the product
	 * @throws OutOfStockException if there is not enough of the product
	 * @throws PaymentDeclinedException if the order is stored but will not be paid
	 */
	@Bulkhead("orders")
	Order place(OrderRequest request) {
		this.users.verify(request.userId());
		PriceList.Entry product = this.priceList.find(request.productId())
			.orElseThrow(() -> new NotFoundException("product on the price list", request.productId()));
		Order order = Order.place(request, product.price(), this.clock.instant());
		this.inventory.reserve(order.id(), order.productId(), order.quantity());
		Payment payment = Payment.of(order.id(), order.amount());
		this.transaction.executeWithoutResult((status) -> {
			this.orders.insert(order);
			this.payments.open(payment);
		});
		this.payments.pay(payment);
		return find(order.id());
	}

	Order find(UUID id) {
		return this.orders.find(id).orElseThrow(() -> new NotFoundException("order", id));
	}

	List<Order> findNewest(int limit) {
		return this.orders.findNewest(limit);
	}

}
