package dev.resilience.spring.aop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

import dev.resilience.CallContext;
import dev.resilience.Resilience;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.client.ResourceAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * {@code @Retry(idempotent = false)}, and what its methods know about their call.
 */
class NotIdempotentTests {

	private static final ResourceAccessException REFUSED = new ResourceAccessException("I/O error on POST request",
			new ConnectException("Connection refused"));

	private static final ResourceAccessException READ_TIMEOUT = new ResourceAccessException("I/O error on POST request",
			new SocketTimeoutException("Read timed out"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
		.withBean(ManualTicker.class)
		.withBean(Client.class)
		.withBean(Typed.class)
		.withPropertyValues("resilience.instances.payment.retry.max-attempts=3");

	@Test
	void retryWhenTheRequestMayHaveBeenProcessedDoesNotRetry() {
		run((client) -> {
			assertThat(client.attempts(() -> client.charge(READ_TIMEOUT))).isOne();
			assertThat(client.attempts(() -> client.charge(REFUSED))).isEqualTo(3);
			assertThat(client.attempts(() -> client.look(READ_TIMEOUT))).isEqualTo(3);
			assertThat(client.attempts(() -> client.aliased(READ_TIMEOUT))).isOne();
			assertThat(client.attempts(() -> client.aliased(REFUSED))).isEqualTo(3);
			assertThat(client.attempts(() -> client.resilient(READ_TIMEOUT))).isEqualTo(3);
		});
	}

	@Test
	void retryWhenTheTypeIsAnnotatedMeansItsMethods() {
		this.runner.run((context) -> {
			Typed typed = context.getBean(Typed.class);

			assertThatThrownBy(() -> typed.charge(READ_TIMEOUT)).isSameAs(READ_TIMEOUT);
			assertThatThrownBy(() -> typed.look(READ_TIMEOUT)).isSameAs(READ_TIMEOUT);

			assertThat(typed.calls()).containsExactly("charge", "look", "look", "look");
		});
	}

	@Test
	void retryWhenMethodsOfBothKindsUseItIsOne() {
		this.runner.run((context) -> {
			Client client = context.getBean(Client.class);

			client.attempts(() -> client.charge(READ_TIMEOUT));
			client.attempts(() -> client.look(READ_TIMEOUT));

			assertThat(context.getBean(Resilience.class).find("payment").orElseThrow().policies()).singleElement()
				.satisfies((retry) -> assertThat(retry.snapshot().attributes()).containsEntry("failedWithRetry", 1L)
					.containsEntry("failedWithoutRetry", 1L));
		});
	}

	@Test
	void contextWhenTheCallIsRetriedHasOneKeyAndNumbersItsAttempts() {
		run((client) -> {
			client.attempts(() -> client.charge(REFUSED));
			client.attempts(() -> client.charge(REFUSED));

			assertThat(client.seen()).containsExactly("payment 1", "payment 2", "payment 3", "payment 1", "payment 2",
					"payment 3");
			assertThat(new LinkedHashSet<>(client.keys())).hasSize(2);
			assertThat(CallContext.find()).isEmpty();
		});
	}

	private void run(Consumer<Client> test) {
		this.runner.run((context) -> test.accept(context.getBean(Client.class)));
	}

	static class Client {

		private final List<String> seen = new ArrayList<>();

		private final List<String> keys = new ArrayList<>();

		private int calls;

		List<String> seen() {
			return this.seen;
		}

		List<String> keys() {
			return this.keys;
		}

		int attempts(Runnable call) {
			this.calls = 0;
			assertThatThrownBy(call::run).isInstanceOf(ResourceAccessException.class);
			return this.calls;
		}

		@Retry(value = "payment", idempotent = false)
		void charge(RuntimeException failure) {
			CallContext call = CallContext.current();
			this.seen.add(call.instance() + " " + call.attempt());
			this.keys.add(call.idempotencyKey());
			fail(failure);
		}

		@Retry("payment")
		void look(RuntimeException failure) {
			fail(failure);
		}

		@Once(name = "payment")
		void aliased(RuntimeException failure) {
			fail(failure);
		}

		@Resilient("payment")
		void resilient(RuntimeException failure) {
			fail(failure);
		}

		private void fail(RuntimeException failure) {
			this.calls++;
			throw failure;
		}

	}

	@Retry(value = "payment", idempotent = false)
	static class Typed {

		private final List<String> calls = new ArrayList<>();

		List<String> calls() {
			return this.calls;
		}

		public void charge(RuntimeException failure) {
			this.calls.add("charge");
			throw failure;
		}

		@Retry("payment")
		public void look(RuntimeException failure) {
			this.calls.add("look");
			throw failure;
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@Retry(value = "", idempotent = false)
	@interface Once {

		@AliasFor(annotation = Retry.class, attribute = "value")
		String name();

	}

}
