package dev.resilience.spring.aop;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a healthy call through the proxy allocates on top of the same call through an
 * interceptor that does nothing.
 */
class AllocationTests {

	private static final int WARM_UP = 200_000;

	private static final int CALLS = 100_000;

	private static final int LIMIT = 64;

	private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void healthyCallWithFallbackRetryBreakerRateLimiterAndBulkheadAllocatesAtMost64Bytes() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
			.withBean(Client.class)
			.withPropertyValues("resilience.instances.client.rate-limiter.limit-for-period=2000000000")
			.run((context) -> {
				Client guarded = context.getBean(Client.class);
				ProxyFactory factory = new ProxyFactory(new Client());
				factory.setProxyTargetClass(true);
				factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
				Client empty = (Client) factory.getProxy();

				double bytes = bytesPerCall(guarded) - bytesPerCall(empty);

				System.out.printf("A healthy call allocates %.1f bytes on top of an empty interceptor (Java %s)%n",
						bytes, Runtime.version().feature());
				assertThat(bytes).isLessThanOrEqualTo(LIMIT);
			});
	}

	/** The least of several rounds: whatever else the thread does can only add. */
	private double bytesPerCall(Client client) {
		call(client, WARM_UP);
		double least = Double.MAX_VALUE;
		for (int round = 0; round < 5; round++) {
			long before = this.thread.getCurrentThreadAllocatedBytes();
			call(client, CALLS);
			least = Math.min(least, (this.thread.getCurrentThreadAllocatedBytes() - before) / (double) CALLS);
		}
		return least;
	}

	private static void call(Client client, int times) {
		for (int i = 0; i < times; i++) {
			client.call("order");
		}
	}

	static class Client {

		@CircuitBreaker("client")
		@RateLimiter("client")
		@Bulkhead("client")
		@Retry("client")
		@Fallback("fallback")
		public String call(String order) {
			return order;
		}

		private String fallback(String order, Exception ex) {
			return "fallback";
		}

	}

}
