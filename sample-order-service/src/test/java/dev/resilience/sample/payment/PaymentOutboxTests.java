package dev.resilience.sample.payment;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.resilience.sample.testing.PostgresServer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One behaviour on both databases.
 */
class PaymentOutboxTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	abstract static class Contract {

		private final List<Object> events = new ArrayList<>();

		private Instant now = Instant.parse("2026-01-31T12:00:00Z");

		private JdbcClient jdbc;

		private PaymentOutbox outbox;

		abstract DataSource dataSource();

		@BeforeEach
		void openOutbox() {
			DataSource dataSource = dataSource();
			Flyway flyway = Flyway.configure().dataSource(dataSource).cleanDisabled(false).load();
			flyway.clean();
			flyway.migrate();
			this.jdbc = JdbcClient.create(dataSource);
			Clock clock = InstantSource.tick(() -> this.now, Duration.ofNanos(1)).withZone(ZoneOffset.UTC);
			this.outbox = new PaymentOutbox(this.jdbc, this.events::add, clock, new PaymentQueueProperties(
					Duration.ofSeconds(1), LEASE, Duration.ofSeconds(1), Duration.ofMinutes(1)));
		}

		@Test
		void claimNextWhenPaymentIsHeldIsEmpty() {
			openPayment();

			assertThat(this.outbox.claimNext()).isEmpty();
		}

		@Test
		void claimNextWhenPaymentIsQueuedIsThatPayment() {
			Payment payment = queuedPayment();

			Optional<Payment> claimed = this.outbox.claimNext();

			assertThat(claimed).map(Payment::id).contains(payment.id());
			assertThat(claimed).map(Payment::amount).contains(payment.amount());
			assertThat(this.outbox.claimNext()).isEmpty();
		}

		@Test
		void claimNextWhenHolderDiedIsThatPaymentAfterLease() {
			Payment payment = openPayment();

			passes(LEASE.minusMillis(1));
			assertThat(this.outbox.claimNext()).isEmpty();

			passes(Duration.ofMillis(1));
			assertThat(this.outbox.claimNext()).map(Payment::id).contains(payment.id());
		}

		@Test
		void claimNextWhenSeveralAreDueIsOldest() {
			Payment first = queuedPayment();
			passes(Duration.ofSeconds(1));
			Payment second = queuedPayment();

			assertThat(this.outbox.claimNext()).map(Payment::id).contains(first.id());
			assertThat(this.outbox.claimNext()).map(Payment::id).contains(second.id());
		}

		@Test
		void claimNextWhenManyWorkersRaceGivesEachPaymentToOne() throws Exception {
			List<UUID> queued = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				queued.add(queuedPayment().id());
			}
			int workers = 4;
			CountDownLatch start = new CountDownLatch(1);
			ExecutorService executor = Executors.newFixedThreadPool(workers);
			try {
				List<Future<List<UUID>>> results = new ArrayList<>();
				for (int i = 0; i < workers; i++) {
					results.add(executor.submit(() -> {
						start.await(5, TimeUnit.SECONDS);
						return claimAll();
					}));
				}
				start.countDown();
				List<UUID> claimed = new ArrayList<>();
				for (Future<List<UUID>> result : results) {
					claimed.addAll(result.get(20, TimeUnit.SECONDS));
				}

				assertThat(claimed).containsExactlyInAnyOrderElementsOf(queued);
			}
			finally {
				executor.shutdownNow();
			}
		}

		private List<UUID> claimAll() {
			List<UUID> claimed = new ArrayList<>();
			Optional<Payment> next = this.outbox.claimNext();
			while (next.isPresent()) {
				claimed.add(next.get().id());
				next = this.outbox.claimNext();
			}
			return claimed;
		}

		@Test
		void postponeWhenClaimedMakesItDueLaterAndCountsAttempt() {
			queuedPayment();
			Payment claimed = this.outbox.claimNext().orElseThrow();

			this.outbox.postpone(claimed, Duration.ofSeconds(5));

			assertThat(this.outbox.claimNext()).isEmpty();
			passes(Duration.ofSeconds(5));
			assertThat(this.outbox.claimNext()).map(Payment::attempts).contains(1);
		}

		@Test
		void queueWhenHolderIsLateChangesNothing() {
			Payment late = openPayment();
			passes(LEASE);
			Payment holder = this.outbox.claimNext().orElseThrow();

			this.outbox.queue(late);

			assertThat(this.outbox.claimNext()).isEmpty();
			assertThat(status(holder)).isEqualTo("CHARGING");
		}

		@Test
		void queueWhenChargedChangesNothing() {
			Payment payment = openPayment();
			this.outbox.charged(payment);

			this.outbox.queue(payment);

			assertThat(status(payment)).isEqualTo("CHARGED");
		}

		@Test
		void chargedWhenSaidTwiceSettlesOnce() {
			Payment payment = openPayment();

			this.outbox.charged(payment);
			this.outbox.charged(payment);

			assertThat(this.events).containsExactly(new PaymentCharged(payment.orderId()));
			passes(LEASE);
			assertThat(this.outbox.claimNext()).isEmpty();
		}

		@Test
		void declinedWhenHeldIsFinal() {
			Payment payment = openPayment();

			this.outbox.declined(payment);

			assertThat(this.events).containsExactly(new PaymentDeclined(payment.orderId()));
			assertThat(status(payment)).isEqualTo("DECLINED");
			passes(LEASE);
			assertThat(this.outbox.claimNext()).isEmpty();
		}

		@Test
		void sizeCountsOnlyWhatIsQueued() {
			openPayment();
			queuedPayment();
			this.outbox.charged(queuedPayment());

			assertThat(this.outbox.size()).isEqualTo(1);
		}

		private Payment queuedPayment() {
			Payment payment = openPayment();
			this.outbox.queue(payment);
			return payment;
		}

		private Payment openPayment() {
			UUID orderId = UUID.randomUUID();
			this.jdbc.sql("""
					insert into orders (id, user_id, product_id, quantity, amount, status, placed_at)
					values (?, 'alice', 'coffee', 1, 18.90, 'PENDING', current_timestamp)""").param(orderId).update();
			Payment payment = Payment.of(orderId, new BigDecimal("18.90"));
			this.outbox.open(payment);
			return payment;
		}

		private String status(Payment payment) {
			return this.jdbc.sql("select status from payments where id = ?")
				.param(payment.id())
				.query(String.class)
				.single();
		}

		private void passes(Duration time) {
			this.now = this.now.plus(time);
		}

	}

	@Nested
	class OnH2 extends Contract {

		@Override
		DataSource dataSource() {
			return new DriverManagerDataSource("jdbc:h2:mem:outbox;DB_CLOSE_DELAY=-1");
		}

	}

	@Nested
	class OnPostgres extends Contract {

		private static PostgresServer server;

		@BeforeAll
		static void startServer() throws IOException {
			server = PostgresServer.startOrSkip();
		}

		@AfterAll
		static void stopServer() throws IOException {
			if (server != null) {
				server.close();
			}
		}

		@Override
		DataSource dataSource() {
			return new DriverManagerDataSource(server.url(), server.username(), "");
		}

	}

}
