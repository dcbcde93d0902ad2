package dev.resilience.benchmarks.startup;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.resilience.benchmarks.Library;

/**
 * Classes with ten methods each, compiled to a directory: the same beans with the
 * annotations of ours, of Resilience4j and of nobody. Each class names its own instance.
 */
final class GeneratedBeans {

	static final int CLASSES = 100;

	static final int METHODS = 10;

	private static final String PACKAGE = "dev.resilience.benchmarks.generated";

	private GeneratedBeans() {
	}

	static String className(Library library, int number) {
		return PACKAGE + "." + simpleName(library, number);
	}

	private static String simpleName(Library library, int number) {
		return switch (library) {
			case OURS -> "Ours" + number;
			case RESILIENCE4J -> "Peer" + number;
			default -> "Plain" + number;
		};
	}

	/** Writes the classes, and for each library a file that configures the instances. */
	static void write(Path directory) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<JavaFileObject> sources = new ArrayList<>();
		for (Library library : new Library[] { Library.NONE, Library.OURS, Library.RESILIENCE4J }) {
			StringBuilder configuration = new StringBuilder();
			for (int i = 0; i < CLASSES; i++) {
				sources.add(new Source(className(library, i), source(library, i)));
				configuration.append(configuration(library, "client" + i));
			}
			Files.writeString(configurationFile(directory, library), configuration);
		}
		List<String> options = List.of("-proc:none", "-parameters", "-d", directory.toString(), "-cp",
				System.getProperty("java.class.path"));
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			if (!compiler.getTask(null, files, null, options, null, sources).call()) {
				throw new IOException("The beans do not compile");
			}
		}
	}

	static Path configurationFile(Path directory, Library library) {
		return directory.resolve(library.name().toLowerCase(Locale.ROOT) + ".properties");
	}

	private static String source(Library library, int number) {
		StringBuilder source = new StringBuilder();
		source.append("package ").append(PACKAGE).append(";\n");
		source.append("public class ").append(simpleName(library, number)).append(" {\n");
		for (int i = 0; i < METHODS; i++) {
			source.append(annotations(library, "client" + number));
			source.append("public String call").append(i).append("(String order) { return order; }\n");
		}
		return source.append("private String answer(String order, Throwable failure) { return order; }\n}\n")
			.toString();
	}

	private static String annotations(Library library, String instance) {
		return switch (library) {
			case OURS -> """
					@dev.resilience.annotation.CircuitBreaker("%1$s")
					@dev.resilience.annotation.Bulkhead("%1$s")
					@dev.resilience.annotation.Retry("%1$s")
					@dev.resilience.annotation.Fallback("answer")
					""".formatted(instance);
			case RESILIENCE4J -> """
					@io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker(name = "%1$s")
					@io.github.resilience4j.bulkhead.annotation.Bulkhead(name = "%1$s")
					@io.github.resilience4j.retry.annotation.Retry(name = "%1$s", fallbackMethod = "answer")
					""".formatted(instance);
			default -> "";
		};
	}

	private static String configuration(Library library, String instance) {
		return switch (library) {
			case OURS -> """
					resilience.instances.%1$s.circuit-breaker.sliding-window-size=50
					resilience.instances.%1$s.bulkhead.max-concurrent-calls=20
					resilience.instances.%1$s.retry.max-attempts=4
					""".formatted(instance);
			case RESILIENCE4J -> """
					resilience4j.circuitbreaker.instances.%1$s.sliding-window-size=50
					resilience4j.bulkhead.instances.%1$s.max-concurrent-calls=20
					resilience4j.retry.instances.%1$s.max-attempts=4
					""".formatted(instance);
			default -> "";
		};
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String className, String text) {
			super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
