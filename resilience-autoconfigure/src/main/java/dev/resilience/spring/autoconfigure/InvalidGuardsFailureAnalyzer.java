package dev.resilience.spring.autoconfigure;

import java.util.stream.Collectors;

import dev.resilience.spring.aop.InvalidGuardsException;
import dev.resilience.spring.aop.InvalidGuardsException.Problem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells which methods cannot be guarded, why, and how to mend each.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidGuardsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidGuardsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidGuardsException cause) {
		int number = cause.problems().size();
		String description = (number == 1) ? "A method cannot be guarded as its annotations ask for:"
				: number + " methods cannot be guarded as their annotations ask for:";
		return new FailureAnalysis(
				description + cause.problems()
					.stream()
					.map((problem) -> String.format("    %s%n        %s%n", problem.where(), problem.what()))
					.collect(Collectors.joining(String.format("%n"), String.format("%n%n"), "")),
				cause.problems()
					.stream()
					.map(Problem::action)
					.distinct()
					.collect(Collectors.joining(String.format("%n"))),
				cause);
	}

}
