package dev.resilience.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.resilience.benchmarks.Fork;
import dev.resilience.benchmarks.Library;

/**
 * Starts each kind of context several times, each time in a fresh JVM, in turn, so that
 * what else the machine does meets all of them.
 */
public final class StartUpTimes {

	private StartUpTimes() {
	}

	/**
	 * Measures.
	 * @param rounds how often each context is started
	 * @param quick only the contexts that a figure to reach is about
	 * @return the times, in the order to show
	 * @throws IOException if a JVM cannot be started
	 */
	public static List<StartUp> measure(int rounds, boolean quick) throws IOException {
		Path directory = Files.createTempDirectory("resilience-benchmarks");
		try {
			GeneratedBeans.write(directory);
			Map<StartUp, List<double[]>> times = new LinkedHashMap<>();
			for (int round = 0; round < rounds; round++) {
				for (StartUp context : contexts(quick)) {
					times.computeIfAbsent(context, (key) -> new ArrayList<>()).add(start(context, directory));
				}
			}
			return times.entrySet().stream().map((entry) -> entry.getKey().with(entry.getValue())).toList();
		}
		finally {
			delete(directory);
		}
	}

	private static List<StartUp> contexts(boolean quick) {
		List<StartUp> contexts = new ArrayList<>();
		for (int classes : quick ? new int[] { GeneratedBeans.CLASSES } : new int[] { 0, 10, GeneratedBeans.CLASSES }) {
			for (Library library : new Library[] { Library.NONE, Library.INTERCEPTOR, Library.OURS,
					Library.RESILIENCE4J }) {
				contexts.add(StartUp.of(library, classes, false));
			}
		}
		if (!quick) {
			contexts.add(StartUp.of(Library.OURS, GeneratedBeans.CLASSES, true));
			contexts.add(StartUp.of(Library.RESILIENCE4J, GeneratedBeans.CLASSES, true));
		}
		return contexts;
	}

	private static double[] start(StartUp context, Path directory) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("-cp", System.getProperty("java.class.path") + File.pathSeparator + directory));
		if (context.configured()) {
			arguments.add("-Dspring.config.location="
					+ GeneratedBeans.configurationFile(directory, context.library()).toUri());
		}
		List<String> lines = Fork.run(arguments, StartUpProbe.class, context.library().name(),
				String.valueOf(context.classes()));
		return Stream.of(lines.get(lines.size() - 1).split(" ")).mapToDouble(Double::parseDouble).toArray();
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> {
				try {
					Files.delete(file);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

}
