package dev.resilience.sample.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The orders in the database.
 */
@Repository
class OrderRepository {

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void insert(Order order) {
		this.jdbc.sql("""
				insert into orders (id, user_id, product_id, quantity, amount, status, placed_at)
				values (:id, :userId, :productId, :quantity, :amount, :status, :placedAt)""")
			.param("id", order.id())
			.param("userId", order.userId())
			.param("productId", order.productId())
			.param("quantity", order.quantity())
			.param("amount", order.amount())
			.param("status", order.status().name())
			.param("placedAt", order.placedAt().atOffset(ZoneOffset.UTC))
			.update();
	}

	void update(UUID id, OrderStatus status) {
		this.jdbc.sql("update orders set status = ? where id = ?").param(status.name()).param(id).update();
	}

	Optional<Order> find(UUID id) {
		return this.jdbc.sql("select * from orders where id = ?").param(id).query(OrderRepository::map).optional();
	}

	List<Order> findNewest(int limit) {
		return this.jdbc.sql("select * from orders order by placed_at desc fetch first ? rows only")
			.param(limit)
			.query(OrderRepository::map)
			.list();
	}

	private static Order map(ResultSet row, int number) throws SQLException {
		return new Order(row.getObject("id", UUID.class), row.getString("user_id"), row.getString("product_id"),
				row.getInt("quantity"), row.getBigDecimal("amount"), OrderStatus.valueOf(row.getString("status")),
				row.getObject("placed_at", OffsetDateTime.class).toInstant());
	}

}
