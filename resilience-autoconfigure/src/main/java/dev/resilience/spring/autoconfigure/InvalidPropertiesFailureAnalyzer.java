package dev.resilience.spring.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells which properties are not valid, where they stand and what would be right.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertiesException cause) {
		int number = cause.problems().size();
		String description = (number == 1) ? "A resilience property is not valid:"
				: number + " resilience properties are not valid:";
		return new FailureAnalysis(
				description + cause.problems()
					.stream()
					.map(InvalidPropertiesFailureAnalyzer::describe)
					.collect(Collectors.joining(String.format("%n"), String.format("%n%n"), "")),
				"Correct or remove " + ((number == 1) ? "this property." : "these properties."), cause);
	}

	private static String describe(PropertyProblem problem) {
		StringBuilder text = new StringBuilder("    " + problem.property());
		if (problem.value() != null) {
			text.append(" = ").append(problem.value());
		}
		if (problem.origin() != null) {
			text.append(String.format("%n        at %s", problem.origin()));
		}
		return text.append(String.format("%n        %s%n", problem.reason())).toString();
	}

}
