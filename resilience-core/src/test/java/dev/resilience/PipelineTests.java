package dev.resilience;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PipelineTests {

	private final List<String> trace = new ArrayList<>();

	@Test
	void pipelineWhenBuiltNestsInTheOrderOfThePolicyTypes() throws Exception {
		Pipeline pipeline = Pipeline.of(layer(PolicyType.BULKHEAD), layer(PolicyType.FALLBACK),
				layer(PolicyType.CIRCUIT_BREAKER), layer(PolicyType.RETRY));
		Callable<String> method = () -> {
			this.trace.add("method");
			return "done";
		};

		String result = pipeline.call(method);

		assertThat(result).isEqualTo("done");
		assertThat(this.trace).containsExactly("fallback", "retry", "circuit-breaker", "bulkhead", "method");
		assertThat(pipeline.policies()).containsExactly(PolicyType.FALLBACK, PolicyType.RETRY,
				PolicyType.CIRCUIT_BREAKER, PolicyType.BULKHEAD);
	}

	@Test
	void pipelineWhenToldAnotherOrderNestsInIt() throws Exception {
		Pipeline pipeline = Pipeline.of(List.of(layer(PolicyType.RETRY), layer(PolicyType.BULKHEAD)),
				Comparator.<PolicyType>naturalOrder().reversed());
		Callable<String> method = () -> "done";

		pipeline.call(method);

		assertThat(this.trace).containsExactly("bulkhead", "retry");
		assertThat(pipeline.policies()).containsExactly(PolicyType.BULKHEAD, PolicyType.RETRY);
	}

	@Test
	void pipelineWhenATypeOccursTwiceIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Pipeline.of(layer(PolicyType.CIRCUIT_BREAKER), layer(PolicyType.RETRY),
					layer(PolicyType.CIRCUIT_BREAKER)))
			.withMessage("layers: two of type circuit-breaker (expected: at most one of each type)");
	}

	@Test
	void pipelineWhenWithoutLayersCallsTheMethod() throws Exception {
		Callable<@Nullable String> method = () -> null;

		assertThat(Pipeline.of().call(method)).isNull();
		assertThat(Pipeline.of().policies()).isEmpty();
	}

	@Test
	void pipelineWhenTheMethodThrowsThrowsItAsItIs() {
		Pipeline pipeline = Pipeline.of(layer(PolicyType.RETRY));

		for (Throwable thrown : List.of(new IOException(), new RuntimeException(), new AssertionError())) {
			Callable<String> method = () -> {
				if (thrown instanceof Error error) {
					throw error;
				}
				throw (Exception) thrown;
			};
			assertThatThrownBy(() -> pipeline.call(method)).isSameAs(thrown);
		}
	}

	@Test
	void pipelineWhenAnInvocationThrowsAThrowableThrowsItAsItIs() {
		Throwable thrown = new Throwable("bare");
		Invocation invocation = () -> {
			throw thrown;
		};

		assertThatThrownBy(() -> Pipeline.of().invoke(invocation)).isSameAs(thrown);
	}

	@Test
	void invocationWhenItIsALambdaHasNoTargetAndNoArguments() {
		Invocation invocation = () -> "done";

		assertThat(invocation.target()).isNull();
		assertThat(invocation.arguments()).isEmpty();
	}

	private Layer layer(PolicyType type) {
		return new Layer() {

			@Override
			public PolicyType type() {
				return type;
			}

			@Override
			public Stage around(Stage next) {
				return (invocation) -> {
					PipelineTests.this.trace.add(type.id());
					return next.call(invocation);
				};
			}

		};
	}

}
