package dev.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a class in a JVM of its own.
 */
public final class Fork {

	/**
	 * The same for every fork: a heap that is large enough for all and never resized.
	 */
	public static final List<String> JVM_ARGUMENTS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC",
			"-Dcsp.sentinel.log.dir=" + System.getProperty("java.io.tmpdir"));

	private Fork() {
	}

	/**
	 * Runs a class and waits for its end.
	 * @param more arguments of the JVM, a class path for example
	 * @param main the class
	 * @param arguments its arguments
	 * @return the lines that it wrote
	 * @throws IOException if it cannot be run or fails
	 */
	public static List<String> run(List<String> more, Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(JVM_ARGUMENTS);
		command.addAll(more);
		command.add(main.getName());
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			List<String> lines = output.lines().toList();
			if (process.waitFor() != 0) {
				throw new IOException(main.getName() + " failed: " + lines);
			}
			return lines;
		}
		catch (InterruptedException ex) {
			process.destroy();
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

}
