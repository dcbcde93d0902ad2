package dev.resilience.spring.aop;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.support.ReflectivePropertyAccessor;
import org.springframework.util.ClassUtils;

/**
 * Looks for what would make a key null or throw at every call: SpEL itself takes an
 * unknown variable for null. What follows a variable is looked for in its declared type,
 * as far as that is known; {@code #root.args[0]} has none.
 */
final class KeyCheck {

	private static final ResolvableType ROOT = ResolvableType.forClass(KeyContext.Root.class);

	private static final List<String> ROOTS = List.of("root", "this");

	private final KeyArguments arguments;

	KeyCheck(KeyArguments arguments) {
		this.arguments = arguments;
	}

	static String name(VariableReference variable) {
		return variable.toStringAST().substring(1);
	}

	/**
	 * Finds what is wrong with an expression.
	 * @param expression the whole expression
	 * @return what is wrong, to follow the expression's text, or null
	 */
	@Nullable String problem(SpelNode expression) {
		String problem = unknown(expression);
		if (problem != null) {
			return problem;
		}
		if (expression instanceof VariableReference variable && ROOTS.contains(name(variable))) {
			return "is '#" + name(variable) + "', which is another object at each call; all arguments are '#root.args'";
		}
		problem = bare(expression);
		return (problem != null) ? problem : chains(expression);
	}

	private @Nullable String unknown(SpelNode node) {
		if (node instanceof VariableReference variable) {
			String name = name(variable);
			if (!this.arguments.names().containsKey(name) && !ROOTS.contains(name)) {
				return "names '#" + name + "', which is not known; known: " + this.arguments.describe();
			}
		}
		if (node instanceof FunctionReference || node instanceof BeanReference || node instanceof Assign) {
			return "uses '" + node.toStringAST() + "'; a key is made of the arguments alone";
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			String problem = unknown(node.getChild(i));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	/**
	 * Looks at names without a variable before them, which are looked for in the root:
	 * the parameter was meant. Between the brackets of a collection they mean something
	 * else.
	 */
	private static @Nullable String bare(SpelNode node) {
		if (bracketed(node)) {
			return null;
		}
		String problem = (node instanceof PropertyOrFieldReference || node instanceof MethodReference)
				? member(ROOT, node).problem() : null;
		return (problem != null) ? problem : bareIn(node);
	}

	private static boolean bracketed(SpelNode node) {
		return node instanceof Projection || node instanceof Selection || node instanceof InlineMap
				|| node instanceof Indexer;
	}

	private static @Nullable String bareIn(SpelNode node) {
		for (int i = 0; i < node.getChildCount(); i++) {
			boolean link = node instanceof CompoundExpression && i > 0;
			boolean brackets = link && bracketed(node.getChild(i));
			String problem = brackets ? null : link ? bareIn(node.getChild(i)) : bare(node.getChild(i));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	/** Looks at all chains that begin with a variable, wherever they stand. */
	private @Nullable String chains(SpelNode node) {
		if (node instanceof CompoundExpression && node.getChild(0) instanceof VariableReference variable) {
			String problem = chain(node, variable);
			if (problem != null) {
				return problem;
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			String problem = chains(node.getChild(i));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String chain(SpelNode compound, VariableReference variable) {
		String name = name(variable);
		ResolvableType type = name.equals("root") ? ROOT : this.arguments.type(name);
		for (int i = 1; i < compound.getChildCount() && type != null; i++) {
			Step step = member(type, compound.getChild(i));
			if (step.problem() != null) {
				return step.problem();
			}
			type = step.type();
		}
		return null;
	}

	private static Step member(ResolvableType type, SpelNode node) {
		Class<?> resolved = type.resolve();
		resolved = (resolved != null) ? ClassUtils.resolvePrimitiveIfNecessary(resolved) : null;
		boolean property = node instanceof PropertyOrFieldReference;
		if (resolved == null || resolved == Object.class || resolved.isArray()
				|| !(property || node instanceof MethodReference)) {
			return new Step(null, null);
		}
		if (property) {
			String name = ((PropertyOrFieldReference) node).getName();
			return name.equals("class") ? new Step(null, null) : Properties.find(resolved, name);
		}
		String name = ((MethodReference) node).getName();
		boolean found = Arrays.stream(resolved.getMethods()).anyMatch((method) -> method.getName().equals(name))
				|| (resolved.isInterface() && Arrays.stream(Object.class.getMethods())
					.anyMatch((method) -> method.getName().equals(name)));
		return found ? new Step(null, null) : missing(resolved, "method", name);
	}

	private static Step missing(Class<?> type, String kind, String name) {
		if (type == KeyContext.Root.class) {
			return new Step("names '" + name + "', which is not known: a parameter is written with #, as in '#" + name
					+ "', and all arguments are '#root.args'", null);
		}
		return new Step("names '" + name + "', but " + type.getSimpleName() + " has no such " + kind, null);
	}

	/**
	 * One step along a chain.
	 *
	 * @param problem what is wrong with it, or null
	 * @param type what it leads to, or null if nothing is known of that
	 */
	private record Step(@Nullable String problem, @Nullable ResolvableType type) {

	}

	/**
	 * Finds properties as SpEL does.
	 */
	private static final class Properties extends ReflectivePropertyAccessor {

		private static final Properties INSTANCE = new Properties();

		static Step find(Class<?> type, String name) {
			Method getter = INSTANCE.findGetterForProperty(name, type, false);
			if (getter != null) {
				return new Step(null, ResolvableType.forMethodReturnType(getter, type));
			}
			Field field = INSTANCE.findField(name, type, false);
			return (field != null) ? new Step(null, ResolvableType.forField(field, type))
					: missing(type, "property", name);
		}

	}

}
