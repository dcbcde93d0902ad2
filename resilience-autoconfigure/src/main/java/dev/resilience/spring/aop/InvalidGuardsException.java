package dev.resilience.spring.aop;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Methods are annotated in a way that cannot work. Stops the start and names all of them.
 */
public final class InvalidGuardsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** What is wrong, one sentence or more each. */
	private final transient List<Problem> problems;

	InvalidGuardsException(List<Problem> problems) {
		super(problems.stream()
			.map((problem) -> problem.where() + ": " + problem.what())
			.collect(Collectors.joining(System.lineSeparator())));
		this.problems = List.copyOf(problems);
	}

	/**
	 * What is wrong.
	 * @return all problems
	 */
	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * One thing that is wrong.
	 *
	 * @param where the method or bean
	 * @param what what is wrong with it
	 * @param action how to mend it
	 */
	public record Problem(String where, String what, String action) {
	}

}
