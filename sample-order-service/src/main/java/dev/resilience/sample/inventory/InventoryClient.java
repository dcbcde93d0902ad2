package dev.resilience.sample.inventory;

import java.util.UUID;

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
 * Asks the inventory service. A reservation is named by its order, so asking for it twice
 * is asking for it once; one that nobody pays for lapses after a while.
 */
@Component
@CircuitBreaker("inventory")
@Bulkhead("inventory")
@Retry("inventory")
public class InventoryClient {

	private static final Logger logger = LoggerFactory.getLogger(InventoryClient.class);

	private final RestClient rest;

	InventoryClient(DownstreamClients clients) {
		this.rest = clients.create(DownstreamService.INVENTORY);
	}

	/**
	 * Set stock aside for an order.
	 * @param orderId for which order
	 * @param productId of which product
	 * @param quantity how many pieces
	 * @throws OutOfStockException if there is not enough of it
	 */
	public void reserve(UUID orderId, String productId, int quantity) {
		this.rest.put()
			.uri("/reservations/{id}", orderId)
			.body(new Reservation(productId, quantity))
			.retrieve()
			.onStatus(HttpStatus.CONFLICT::equals, (request, response) -> {
				throw new OutOfStockException(productId, quantity);
			})
			.toBodilessEntity();
	}

	/**
	 * Give an order's stock back.
	 * @param orderId which order
	 */
	@Fallback("leaveToLapse")
	public void release(UUID orderId) {
		this.rest.delete().uri("/reservations/{id}", orderId).retrieve().toBodilessEntity();
	}

	private void leaveToLapse(UUID orderId, Exception ex) {
		logger.warn("The stock of order {} stays reserved until it lapses: {}", orderId, ex.toString());
	}

	private record Reservation(String productId, int quantity) {

	}

}
