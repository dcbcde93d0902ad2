package dev.resilience.sample.order;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a customer sends.
 *
 * @param userId who orders
 * @param productId what
 * @param quantity how many pieces
 */
record OrderRequest(@NotBlank @Size(max = 64) String userId, @NotBlank @Size(max = 64) String productId,
		@Min(1) @Max(100) int quantity) {

}
