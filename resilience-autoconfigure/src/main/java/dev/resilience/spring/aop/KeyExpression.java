package dev.resilience.spring.aop;

import java.util.Map;

import dev.resilience.Invocation;
import dev.resilience.staleiferror.KeySource;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeLocator;

/**
 * A key that a SpEL expression makes of the arguments. Parsed and checked at start-up; a
 * call only evaluates it, and one that is nothing but an argument is not even that.
 * Thread-safe.
 */
final class KeyExpression implements KeySource {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final Expression expression;

	/** The place of each argument by the names that the expression may use. */
	private final Map<String, Integer> names;

	/**
	 * What expressions need of Spring; finds properties and methods once for all calls.
	 */
	private final StandardEvaluationContext shared = new StandardEvaluationContext();

	private KeyExpression(SpelExpression expression, Map<String, Integer> names, MethodSite site) {
		this.expression = expression;
		this.names = names;
		this.shared.setTypeLocator(new StandardTypeLocator(site.targetClass().getClassLoader()));
	}

	/**
	 * Makes a key of an expression.
	 * @param site the method
	 * @param text the expression
	 * @return the key
	 * @throws GuardException if the expression is not valid, or names what is not there
	 */
	static KeySource compile(MethodSite site, String text) {
		SpelExpression expression;
		try {
			expression = PARSER.parseRaw(text);
		}
		catch (ParseException | IllegalStateException ex) {
			throw invalid(site, text, "is not valid SpEL: " + ex.getMessage());
		}
		KeyArguments arguments = new KeyArguments(site);
		String problem = new KeyCheck(arguments).problem(expression.getAST());
		if (problem != null) {
			throw invalid(site, text, problem);
		}
		if (expression.getAST() instanceof VariableReference) {
			Integer place = arguments.names().get(KeyCheck.name((VariableReference) expression.getAST()));
			if (place != null) {
				int index = place;
				return (invocation) -> invocation.arguments()[index];
			}
		}
		return new KeyExpression(expression, arguments.names(), site);
	}

	private static GuardException invalid(MethodSite site, String text, String problem) {
		return new GuardException(site.describe(), "@StaleIfError key \"" + text + "\" " + problem,
				"Write a SpEL expression over the arguments, for example \"#p0\" for the first, or leave the key out: all "
						+ "arguments count then.");
	}

	@Override
	public @Nullable Object key(Invocation invocation) {
		return this.expression.getValue(new KeyContext(this.shared, this.names, invocation.arguments()));
	}

}
