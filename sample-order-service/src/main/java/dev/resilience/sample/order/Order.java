package dev.resilience.sample.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An order, as it is stored and as a customer sees it.
 *
 * @param id which order
 * @param userId who ordered
 * @param productId what
 * @param quantity how many pieces
 * @param amount the price of all of them
 * @param status how far it is
 * @param placedAt when it was placed
 */
public record Order(UUID id, String userId, String productId, int quantity, BigDecimal amount, OrderStatus status,
		Instant placedAt) {

	static Order place(OrderRequest request, BigDecimal price, Instant now) {
		// a microsecond is what both databases store
		return new Order(UUID.randomUUID(), request.userId(), request.productId(), request.quantity(),
				price.multiply(BigDecimal.valueOf(request.quantity())), OrderStatus.PENDING,
				now.truncatedTo(ChronoUnit.MICROS));
	}

	@JsonProperty
	String message() {
		return this.status.message();
	}

}
