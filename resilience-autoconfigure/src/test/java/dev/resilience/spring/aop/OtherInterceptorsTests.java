package dev.resilience.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.circuitbreaker.CircuitBreakerSnapshot;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.cache.CacheAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Beside the interceptors that applications have: transactions, caches, other threads and
 * validation, each the real one.
 */
class OtherInterceptorsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class, AopAutoConfiguration.class))
		.withBean(ManualTicker.class);

	private final ApplicationContextRunner database = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true")
		.withBean(Orders.class);

	@Test
	void attemptsHaveTransactionsOfTheirOwn() {
		this.database.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table orders (attempt int)");
			Orders orders = context.getBean(Orders.class);

			assertThat(orders.place(3)).isEqualTo("placed at 3");

			assertThat(jdbc.queryForList("select attempt from orders", Integer.class)).containsExactly(3);
			assertThat(orders.transactions()).hasSize(3).doesNotHaveDuplicates();
		});
	}

	@Test
	void attemptsWhenAllFailLeaveNothingAndTheFallbackHasNoTransaction() {
		this.database.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table orders (attempt int)");
			Orders orders = context.getBean(Orders.class);

			assertThat(orders.place(9)).isEqualTo("fallback without transaction");

			assertThat(jdbc.queryForList("select attempt from orders", Integer.class)).isEmpty();
			assertThat(orders.transactions()).hasSize(3).doesNotHaveDuplicates();
		});
	}

	@Test
	void attemptsWhenCommitFailsAreRetried() {
		this.database.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table orders (attempt int)");

			assertThat(context.getBean(Orders.class).failAtCommit()).isEqualTo(3);

			assertThat(jdbc.queryForList("select attempt from orders", Integer.class)).containsExactly(3);
		});
	}

	@Test
	void cacheKeepsAnswersButNotFallbacks() {
		this.runner.withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withBean(Catalog.class)
			.run((context) -> {
				Catalog catalog = context.getBean(Catalog.class);

				catalog.down(true);
				assertThat(catalog.product("1")).isEqualTo("generic page");
				catalog.down(false);
				assertThat(catalog.product("1")).isEqualTo("product 1");
				catalog.down(true);
				assertThat(catalog.product("1")).isEqualTo("product 1");
				assertThat(catalog.product("2")).isEqualTo("generic page");
			});
	}

	@Test
	void asyncMethodIsGuardedOnTheOtherThread() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withUserConfiguration(Asynchronous.class)
			.withBean(Mail.class)
			.run((context) -> {
				Mail mail = context.getBean(Mail.class);

				mail.send("hello");

				assertThat(mail.done().await(10, TimeUnit.SECONDS)).isTrue();
				assertThat(mail.threads()).hasSize(3)
					.containsOnly(mail.threads().get(0))
					.doesNotContain(Thread.currentThread().getName());
				assertThat(breaker(context, "mail").failedCalls()).isEqualTo(2);
			});
	}

	@Test
	void validationRejectsWrongArguments() {
		this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean(Users.class)
			.run((context) -> {
				Users users = context.getBean(Users.class);

				assertThat(users.find("a")).isEqualTo("user a");
				assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> users.find(" "));
			});
	}

	@Test
	void waitsBetweenAttemptsAreTheTickers() {
		this.runner.withBean(Users.class)
			.withPropertyValues("resilience.instances.users.retry.backoff=exponential",
					"resilience.instances.users.retry.max-attempts=5")
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(() -> context.getBean(Users.class).fail());
				assertThat(context.getBean(ManualTicker.class).sleeps()).containsExactly(Duration.ofMillis(100),
						Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
			});
	}

	private static CircuitBreakerSnapshot breaker(ApplicationContext context, String instance) {
		return (CircuitBreakerSnapshot) context.getBean(Resilience.class)
			.find(instance)
			.flatMap((found) -> found.policy(PolicyType.CIRCUIT_BREAKER))
			.orElseThrow()
			.snapshot();
	}

	static class Orders {

		private final JdbcTemplate jdbc;

		private final List<Object> transactions = new ArrayList<>();

		private int attempts;

		Orders(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		List<Object> transactions() {
			return this.transactions;
		}

		@Retry("orders")
		@Fallback("fallback")
		@Transactional
		public String place(int successfulAttempt) {
			assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
			this.attempts++;
			this.transactions
				.add(this.jdbc.queryForObject("select transaction_id()", String.class) + " " + this.attempts);
			this.jdbc.update("insert into orders values (?)", this.attempts);
			if (this.attempts < successfulAttempt) {
				throw new IllegalStateException();
			}
			return "placed at " + this.attempts;
		}

		private String fallback() {
			return "fallback " + (TransactionSynchronizationManager.isActualTransactionActive() ? "with" : "without")
					+ " transaction";
		}

		@Retry("orders")
		@Transactional
		public int failAtCommit() {
			int attempt = ++this.attempts;
			this.jdbc.update("insert into orders values (?)", attempt);
			TransactionSynchronizationManager
				.registerSynchronization(new org.springframework.transaction.support.TransactionSynchronization() {

					@Override
					public void beforeCommit(boolean readOnly) {
						if (attempt < 3) {
							throw new IllegalStateException("commit");
						}
					}

				});
			return attempt;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class Catalog {

		private boolean down;

		void down(boolean down) {
			this.down = down;
		}

		@Cacheable("products")
		@CircuitBreaker("catalog")
		@Retry("catalog")
		@Fallback("generic")
		public String product(String id) {
			if (this.down) {
				throw new IllegalStateException();
			}
			return "product " + id;
		}

		private String generic() {
			return "generic page";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

	}

	static class Mail {

		private final CountDownLatch done = new CountDownLatch(1);

		private final List<String> threads = Collections.synchronizedList(new ArrayList<>());

		CountDownLatch done() {
			return this.done;
		}

		List<String> threads() {
			return this.threads;
		}

		@Async
		@Retry("mail")
		@CircuitBreaker("mail")
		public void send(String text) {
			this.threads.add(Thread.currentThread().getName());
			if (this.threads.size() < 3) {
				throw new IllegalStateException();
			}
			this.done.countDown();
		}

	}

	@Validated
	static class Users {

		@Retry("users")
		public String find(@NotBlank String id) {
			return "user " + id;
		}

		@Retry("users")
		public void fail() {
			throw new IllegalStateException();
		}

	}

}
