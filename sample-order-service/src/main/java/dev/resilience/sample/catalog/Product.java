package dev.resilience.sample.catalog;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A product's page, as complete as it could be had.
 *
 * @param detail how complete it is
 * @param id which product
 * @param name its name, unknown on the generic page
 * @param price its price, unknown on the generic page
 * @param description what the page says
 * @param related ids of products to show beside it
 * @param notice what the customer should know of the page, if anything
 */
public record Product(Detail detail, String id, @Nullable String name, @Nullable BigDecimal price, String description,
		List<String> related, @Nullable String notice) {

	Product withNotice(String notice) {
		return new Product(this.detail, this.id, this.name, this.price, this.description, this.related, notice);
	}

	/**
	 * The rungs of the ladder, best first.
	 */
	public enum Detail {

		/** All that the catalog service knows. */
		FULL,

		/** Name and price from the shop's own price list. */
		BASIC,

		/** A page that fits every product. */
		GENERIC

	}

}
