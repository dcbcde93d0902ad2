package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rule of the engine, broken by replacing one snippet of its source.
 */
enum Mutant {

	/** Breaks nothing: shows that a copy as such is found right. */
	NONE("Threshold", "units) >= 0", "units) >= 0"),

	/** D2. */
	THRESHOLD_MUST_BE_EXCEEDED("Threshold", "units) >= 0", "units) > 0"),

	/** D4. */
	IGNORED_OUTCOME_KEEPS_PERMIT("CircuitBreakerPolicy", "admittedBy.release(invocation);", ""),

	/** D7. */
	LATE_OUTCOME_COUNTS("CircuitBreakerPolicy", "admittedBy.record(", "this.state.get().record("),

	/** D1. */
	OPEN_WAIT_END_REJECTS("OpenState", "return (remainingNanos(now) > 0)",
			"return (now - this.openedNanos <= this.waitNanos)"),

	/** I5. */
	WINDOW_EVICTS_ONE_TOO_LATE("CircuitBreakerPolicy", "new CountWindow(this.config.slidingWindowSize())",
			"new CountWindow(this.config.slidingWindowSize() + 1)"),

	/** D2. */
	CALL_AT_THRESHOLD_IS_SLOW("CircuitBreakerPolicy", "elapsedNanos > this.slowCallNanos",
			"elapsedNanos >= this.slowCallNanos");

	private static final Path SOURCES = Path.of("src/main/java/dev/resilience/circuitbreaker");

	private final String className;

	private final String snippet;

	private final String replacement;

	Mutant(String className, String snippet, String replacement) {
		this.className = className;
		this.snippet = snippet;
		this.replacement = replacement;
	}

	/**
	 * Writes the changed source.
	 * @param directory where to
	 * @return the file
	 */
	Path write(Path directory) throws IOException {
		String fileName = this.className + ".java";
		String source = Files.readString(SOURCES.resolve(fileName));
		assertThat(source.split(Pattern.quote(this.snippet), -1)).as(this.snippet).hasSize(2);
		return Files.writeString(directory.resolve(fileName), source.replace(this.snippet, this.replacement));
	}

}
