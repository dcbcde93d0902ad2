package dev.resilience;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PipelineDoorTests {

	@Test
	void pipelineWhenCalledAsItsDocumentationShowsCompiles() throws Exception {
		String source = """
				class Snippet {
					interface Client {
						String get(String path) throws java.io.IOException;
					}
					String answer(dev.resilience.Pipeline pipeline, Client client) throws Exception {
						String answer = pipeline.call(() -> client.get("/answer"));
						pipeline.call(() -> {
							throw new java.io.IOException();
						});
						return answer;
					}
				}
				""";

		assertThat(errors(source)).isEmpty();
	}

	@Test
	void pipelineWhenATypeOccursTwiceIsRefusedInWhateverOrder() {
		List<Layer> layers = List.of(layer(PolicyType.RETRY), layer(PolicyType.BULKHEAD), layer(PolicyType.RETRY));

		assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.of(layers, (one, other) -> 0))
			.withMessage("layers: two of type retry (expected: at most one of each type)");
	}

	private static List<String> errors(String source) throws Exception {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Snippet.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		Path engine = Path.of(Pipeline.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		compiler
			.getTask(null, null, diagnostics,
					List.of("-proc:none", "-d", System.getProperty("java.io.tmpdir"), "-cp", engine.toString()), null,
					List.of(file))
			.call();
		List<String> errors = new ArrayList<>();
		for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
			if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
				errors.add(diagnostic.getMessage(Locale.ROOT));
			}
		}
		return errors;
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
