package dev.resilience.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A method that returns before its work has ended stops the start, with or without
 * Reactor on the class path.
 */
class AsynchronousMethodTests {

	@ParameterizedTest
	@ValueSource(classes = { Stage.class, Publisher.class, GenericFuture.class })
	void startWhenMethodIsAsynchronousFails(Class<?> bean) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
			.withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("asynchronous methods cannot be guarded yet"));
	}

	static class Stage {

		@Retry("payment")
		public CompletionStage<String> call() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class Publisher {

		@Retry("payment")
		public Flow.Publisher<String> call() {
			return (subscriber) -> {
			};
		}

	}

	abstract static class Generic<T> {

		@Retry("payment")
		public T call() {
			return answer();
		}

		abstract T answer();

	}

	static class GenericFuture extends Generic<CompletableFuture<String>> {

		@Override
		CompletableFuture<String> answer() {
			return CompletableFuture.completedFuture("");
		}

	}

}
