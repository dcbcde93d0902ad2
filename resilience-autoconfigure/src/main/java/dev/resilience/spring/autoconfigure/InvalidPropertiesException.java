package dev.resilience.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Properties under {@code resilience} are not valid. Stops the start and names all of
 * them.
 */
public final class InvalidPropertiesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** What is wrong. */
	private final transient List<PropertyProblem> problems;

	InvalidPropertiesException(List<PropertyProblem> problems) {
		super(problems.stream()
			.map((problem) -> problem.property() + ": " + problem.reason())
			.collect(Collectors.joining(System.lineSeparator())));
		this.problems = List.copyOf(problems);
	}

	/**
	 * What is wrong.
	 * @return all problems
	 */
	public List<PropertyProblem> problems() {
		return this.problems;
	}

}
