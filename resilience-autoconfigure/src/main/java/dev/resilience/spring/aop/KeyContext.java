package dev.resilience.spring.aop;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * The arguments of one call, as an expression sees them. Everything that is the same for
 * all calls comes from a shared context, whose caches so outlive the call.
 */
final class KeyContext implements EvaluationContext {

	private final EvaluationContext shared;

	private final Map<String, Integer> names;

	private final @Nullable Object[] arguments;

	KeyContext(EvaluationContext shared, Map<String, Integer> names, @Nullable Object[] arguments) {
		this.shared = shared;
		this.names = names;
		this.arguments = arguments;
	}

	@Override
	public TypedValue getRootObject() {
		return new TypedValue(new Root(this.arguments));
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		Integer place = this.names.get(name);
		return (place != null) ? this.arguments[place] : null;
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("A key does not change its arguments");
	}

	@Override
	public TypedValue assignVariable(String name, Supplier<TypedValue> value) {
		throw new UnsupportedOperationException("A key does not change its arguments");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.shared.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.shared.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.shared.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.shared.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return this.shared.getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.shared.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.shared.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.shared.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.shared.getOperatorOverloader();
	}

	/**
	 * What {@code #root} is.
	 */
	static final class Root {

		private final @Nullable Object[] args;

		private Root(@Nullable Object[] args) {
			this.args = args;
		}

		/** Called by expressions. */
		public @Nullable Object[] getArgs() {
			return this.args;
		}

	}

}
