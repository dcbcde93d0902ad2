package dev.resilience;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PipelineDoorTests {

	@Test
	void pipelineWhenCalledAsItsDocumentationShowsCompiles() throws Exception {
		Callable<String> client = () -> "answer";

		String answer = Pipeline.of().call(() -> client.call());

		assertThat(answer).isEqualTo("answer");
		assertThatIOException().isThrownBy(() -> Pipeline.of().call(() -> {
			throw new IOException();
		}));
	}

	@Test
	void pipelineWhenAnInvocationIsRunGivesItsAnswer() throws Throwable {
		assertThat(Pipeline.of(layer(PolicyType.RETRY)).invoke(() -> "answer")).isEqualTo("answer");
	}

	@Test
	void pipelineWhenATypeOccursTwiceIsRefusedInWhateverOrder() {
		List<Layer> layers = List.of(layer(PolicyType.RETRY), layer(PolicyType.BULKHEAD), layer(PolicyType.RETRY));

		assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.of(layers, (one, other) -> 0))
			.withMessage("layers: two of type retry (expected: at most one of each type)");
	}

	private static Layer layer(PolicyType type) {
		return new Layer() {

			@Override
			public PolicyType type() {
				return type;
			}

			@Override
			public Stage around(Stage next) {
				return next;
			}

		};
	}

}
