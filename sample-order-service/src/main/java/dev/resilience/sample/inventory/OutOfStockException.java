package dev.resilience.sample.inventory;

/**
 * There is not enough of a product: an answer, not a failure. Breakers and retries leave
 * it alone.
 */
public class OutOfStockException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OutOfStockException(String productId, int quantity) {
		super("There are not %d pieces of '%s' in stock".formatted(quantity, productId));
	}

}
