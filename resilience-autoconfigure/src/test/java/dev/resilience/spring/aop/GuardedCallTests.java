package dev.resilience.spring.aop;

import java.io.IOException;

import dev.resilience.BulkheadFullException;
import dev.resilience.CircuitBreakerOpenException;
import dev.resilience.CircuitState;
import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A method with all four annotations, through its proxy.
 */
class GuardedCallTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
		.withBean(PaymentClient.class)
		.withPropertyValues("resilience.instances.payment.retry.wait-duration=0",
				"resilience.instances.payment.circuit-breaker.sliding-window-size=4");

	@Test
	void callWhenHealthyReturnsResult() {
		this.runner.run((context) -> {
			PaymentClient client = context.getBean(PaymentClient.class);

			assertThat(client.charge("order")).isEqualTo("charged order");
			assertThat(client.calls()).isOne();
		});
	}

	@Test
	void callWhenFailingIsRetriedThenAnsweredByFallbackOnce() {
		this.runner.run((context) -> {
			PaymentClient client = context.getBean(PaymentClient.class);
			client.fail();

			assertThat(client.charge("order")).isEqualTo("queued order after IOException");
			assertThat(client.calls()).isEqualTo(3);
		});
	}

	@Test
	void callWhenCircuitOpensIsAnsweredByMostSpecificFallback() {
		this.runner.run((context) -> {
			PaymentClient client = context.getBean(PaymentClient.class);
			client.fail();

			client.charge("first");
			String answer = client.charge("second");

			assertThat(answer).isEqualTo("open second");
			assertThat(client.calls()).isEqualTo(4);
			ResilienceInstance payment = context.getBean(Resilience.class).find("payment").orElseThrow();
			assertThat(payment.circuit().orElseThrow().state()).isEqualTo(CircuitState.OPEN);
			assertThat(payment.methods()).singleElement()
				.satisfies((method) -> assertThat(method.policies()).containsExactly(PolicyType.FALLBACK,
						PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER, PolicyType.BULKHEAD));
		});
	}

	@Test
	void callWhenBulkheadIsClosedIsRejectedWithoutFallback() {
		this.runner.withBean(Closed.class)
			.withPropertyValues("resilience.instances.closed.bulkhead.max-concurrent-calls=0")
			.run((context) -> assertThatExceptionOfType(BulkheadFullException.class)
				.isThrownBy(() -> context.getBean(Closed.class).call())
				.withMessage("Bulkhead 'closed' is full (0 concurrent calls)"));
	}

	static class PaymentClient {

		private int calls;

		private @Nullable IOException failure;

		void fail() {
			this.failure = new IOException("down");
		}

		int calls() {
			return this.calls;
		}

		@CircuitBreaker("payment")
		@Bulkhead("payment")
		@Retry("payment")
		@Fallback("queuePayment")
		String charge(String order) throws IOException {
			this.calls++;
			if (this.failure != null) {
				throw this.failure;
			}
			return "charged " + order;
		}

		private String queuePayment(String order, CircuitBreakerOpenException ex) {
			return "open " + order;
		}

		private String queuePayment(String order, Throwable ex) {
			return "queued " + order + " after " + ex.getClass().getSimpleName();
		}

	}

	static class Closed {

		@Bulkhead("closed")
		public void call() {
		}

	}

}
