package dev.resilience.sample.payment;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The payments of all orders, and which of them are still to be charged.
 * <p>
 * A payment is {@code CHARGING} while somebody holds it and {@code QUEUED} while nobody
 * does; {@code CHARGED} and {@code DECLINED} are final. The column {@code due_at} says
 * from when on it may be claimed: a queued one from then on, a held one because its
 * holder must have died. A claim is one conditional update, so of two workers, in one
 * process or in two, one gets it.
 * <p>
 * A holder that did not die but was late may find its payment with somebody else. Then
 * its claim no longer fits and it cannot put the payment back; what the provider told it
 * is true nevertheless, and the first to say so settles the payment. Two holders do no
 * harm to the customer: both carry the same idempotency key.
 */
@Repository
class PaymentOutbox {

	private final JdbcClient jdbc;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private final Duration lease;

	PaymentOutbox(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock, PaymentQueueProperties properties) {
		this.jdbc = jdbc;
		this.events = events;
		this.clock = clock;
		this.lease = properties.lease();
	}

	void open(Payment payment) {
		this.jdbc.sql("""
				insert into payments (id, order_id, amount, status, attempts, due_at, claim)
				values (:id, :orderId, :amount, 'CHARGING', 0, :dueAt, :claim)""")
			.param("id", payment.id())
			.param("orderId", payment.orderId())
			.param("amount", payment.amount())
			.param("dueAt", now().plus(this.lease))
			.param("claim", payment.claim())
			.update();
	}

	/**
	 * Put a payment into the queue, due at once. Its attempts are not counted: the
	 * provider may not even have been asked.
	 */
	void queue(Payment payment) {
		putBack(payment, payment.attempts(), now());
	}

	/**
	 * Put a payment that failed back into the queue, due after a while.
	 */
	void postpone(Payment payment, Duration delay) {
		putBack(payment, payment.attempts() + 1, now().plus(delay));
	}

	private void putBack(Payment payment, int attempts, OffsetDateTime dueAt) {
		this.jdbc.sql("""
				update payments set status = 'QUEUED', attempts = :attempts, due_at = :dueAt
				where id = :id and status = 'CHARGING' and claim = :claim""")
			.param("attempts", attempts)
			.param("dueAt", dueAt)
			.param("id", payment.id())
			.param("claim", payment.claim())
			.update();
	}

	/**
	 * Claim the payment that has been due for the longest time.
	 * @return the payment, held by the caller until the lease ends; empty if none is due
	 */
	Optional<Payment> claimNext() {
		Optional<Payment> due = findDue();
		while (due.isPresent()) {
			Payment mine = due.get().claimed();
			if (claim(due.get(), mine)) {
				return Optional.of(mine);
			}
			due = findDue();
		}
		return Optional.empty();
	}

	private Optional<Payment> findDue() {
		return this.jdbc.sql("""
				select id, order_id, amount, attempts, claim from payments
				where status in ('QUEUED', 'CHARGING') and due_at <= :now
				order by due_at fetch first 1 rows only""")
			.param("now", now())
			.query((row, number) -> new Payment(row.getObject("id", UUID.class), row.getObject("order_id", UUID.class),
					row.getBigDecimal("amount"), row.getInt("attempts"), row.getObject("claim", UUID.class)))
			.optional();
	}

	private boolean claim(Payment seen, Payment mine) {
		return this.jdbc.sql("""
				update payments set status = 'CHARGING', due_at = :lapses, claim = :mine
				where id = :id and claim = :seen and status in ('QUEUED', 'CHARGING') and due_at <= :now""")
			.param("lapses", now().plus(this.lease))
			.param("mine", mine.claim())
			.param("id", seen.id())
			.param("seen", seen.claim())
			.param("now", now())
			.update() == 1;
	}

	@Transactional
	public void charged(Payment payment) {
		if (settle(payment, "CHARGED")) {
			this.events.publishEvent(new PaymentCharged(payment.orderId()));
		}
	}

	@Transactional
	public void declined(Payment payment) {
		if (settle(payment, "DECLINED")) {
			this.events.publishEvent(new PaymentDeclined(payment.orderId()));
		}
	}

	private boolean settle(Payment payment, String status) {
		return this.jdbc.sql("update payments set status = :status where id = :id and status in ('QUEUED', 'CHARGING')")
			.param("status", status)
			.param("id", payment.id())
			.update() == 1;
	}

	/**
	 * Count the payments that wait.
	 * @return the length of the queue
	 */
	long size() {
		return this.jdbc.sql("select count(*) from payments where status = 'QUEUED'").query(Long.class).single();
	}

	private OffsetDateTime now() {
		return OffsetDateTime.now(this.clock);
	}

}
