package dev.resilience.spring.aop;

import dev.resilience.Resilience;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An annotation on a class does not cover the methods of {@link Object}, overridden or
 * not.
 */
class ObjectMethodsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class));

	@Test
	void objectMethodsWhenOverriddenInGuardedClassAreNotGuarded() {
		this.runner.withBean(Client.class)
			.run((context) -> assertThat(context.getBean(Resilience.class).find("client").orElseThrow().methods())
				.extracting((method) -> method.method())
				.containsExactly(Client.class.getName() + "#count()"));
	}

	@Test
	void startWhenGuardedClassWithFallbackOverridesObjectMethodsSucceeds() {
		this.runner.withBean(WithFallback.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@CircuitBreaker("client")
	static class Client {

		public int count() {
			return 1;
		}

		@Override
		public String toString() {
			return "client";
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Client;
		}

	}

	@Fallback("none")
	static class WithFallback {

		public int count() {
			return 1;
		}

		private int none() {
			return 0;
		}

		@Override
		public String toString() {
			return "with fallback";
		}

	}

}
