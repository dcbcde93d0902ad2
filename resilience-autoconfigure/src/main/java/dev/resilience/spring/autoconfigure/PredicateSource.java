package dev.resilience.spring.autoconfigure;

import java.util.function.Predicate;

import dev.resilience.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the predicates that properties name, as a bean or as a class. Checks at once that
 * there is one, and gets it at the first call: a bean may need what is not ready yet.
 */
final class PredicateSource {

	private static final String EXPECTED = "the name of a bean or class that is a java.util.function.Predicate; ";

	private final BeanFactory beanFactory;

	PredicateSource(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	Predicate<@Nullable Object> find(String setting, String name) {
		if (this.beanFactory.containsBean(name)) {
			if (!this.beanFactory.isTypeMatch(name, Predicate.class)) {
				throw new InvalidSettingException(setting, name, EXPECTED + "bean '" + name + "' is none");
			}
			return new Lazy(SingletonSupplier.<Predicate<?>>of(() -> this.beanFactory.getBean(name, Predicate.class)));
		}
		Class<?> type = predicateClass(setting, name);
		return new Lazy(SingletonSupplier.<Predicate<?>>of(instantiate(setting, name, type)));
	}

	private static Class<?> predicateClass(String setting, String name) {
		try {
			Class<?> type = ClassUtils.forName(name, null);
			if (!Predicate.class.isAssignableFrom(type)) {
				throw new InvalidSettingException(setting, name, EXPECTED + name + " is none");
			}
			return type;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new InvalidSettingException(setting, name, EXPECTED + "there is neither for '" + name + "'");
		}
	}

	private static Predicate<?> instantiate(String setting, String name, Class<?> type) {
		try {
			var constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return (Predicate<?>) constructor.newInstance();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new InvalidSettingException(setting, name,
					EXPECTED + name + " has no constructor without parameters that works");
		}
	}

	private record Lazy(SingletonSupplier<Predicate<?>> source) implements Predicate<@Nullable Object> {

		@Override
		@SuppressWarnings("unchecked") // what the predicate takes is the user's promise;
										// a wrong one is caught and logged
		public boolean test(@Nullable Object result) {
			return ((Predicate<@Nullable Object>) this.source.obtain()).test(result);
		}

	}

}
