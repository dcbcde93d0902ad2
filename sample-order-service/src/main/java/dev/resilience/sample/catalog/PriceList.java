package dev.resilience.sample.catalog;

import java.math.BigDecimal;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the shop sells and for how much: its own table, there when the catalog service is
 * not.
 */
@Repository
public class PriceList {

	private final JdbcClient jdbc;

	PriceList(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public Optional<Entry> find(String productId) {
		return this.jdbc.sql("select product_id, name, price from price_list where product_id = ?")
			.param(productId)
			.query((row, number) -> new Entry(row.getString("product_id"), row.getString("name"),
					row.getBigDecimal("price")))
			.optional();
	}

	/**
	 * One line of the list.
	 *
	 * @param productId which product
	 * @param name its name
	 * @param price its price
	 */
	public record Entry(String productId, String name, BigDecimal price) {

	}

}
