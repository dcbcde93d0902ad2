package dev.resilience.spring.aop;

import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;

import dev.resilience.annotation.StaleIfError;
import dev.resilience.staleiferror.KeySource;
import dev.resilience.staleiferror.RememberedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Checks, once, at start-up, that the results of a method can be remembered, and finds
 * what tells one from another.
 */
public final class StaleIfErrorResolver {

	/** What one caller reads, and the next one finds empty or closed. */
	private static final List<Class<?>> READ_ONCE = List.of(AutoCloseable.class, Iterator.class, Enumeration.class,
			Spliterator.class);

	private final boolean hasStore;

	/**
	 * Creates a resolver.
	 * @param hasStore whether there is something to keep the results in
	 */
	public StaleIfErrorResolver(boolean hasStore) {
		this.hasStore = hasStore;
	}

	/**
	 * Finds what is special to a method.
	 * @param site the method
	 * @param annotation the {@link StaleIfError}; missing if
	 * {@link dev.resilience.annotation.Resilient} asks for it
	 * @return the method, to be made a layer
	 * @throws GuardException if its results cannot be remembered
	 */
	@SuppressWarnings("unchecked") // the attributes are declared as classes of Exception
	public RememberedMethod resolve(MethodSite site, MergedAnnotation<?> annotation) {
		rejectResult(site);
		if (!this.hasStore) {
			throw new GuardException(site.describe(),
					"@StaleIfError has nowhere to keep results, since Caffeine is not on the class path",
					"Add the dependency com.github.ben-manes.caffeine:caffeine (Spring Boot manages its version), or a bean of type "
							+ "dev.resilience.staleiferror.StaleStore.Factory.");
		}
		if (!annotation.isPresent()) {
			return RememberedMethod.of(site);
		}
		String expression = annotation.getString("key");
		KeySource key = expression.isBlank() ? KeySource.allArguments() : KeyExpression.compile(site, expression);
		return new RememberedMethod(site, key, List.of((Class<? extends Exception>[]) annotation.getClassArray("on")),
				List.of((Class<? extends Exception>[]) annotation.getClassArray("except")));
	}

	private static void rejectResult(MethodSite site) {
		ResolvableType result = ResolvableType.forMethodReturnType(site.method(), site.targetClass());
		Class<?> type = result.resolve(Object.class);
		if (type == void.class || type == Void.class || type.getName().equals("kotlin.Unit")) {
			throw new GuardException(site.describe(),
					"returns " + type.getSimpleName() + ", so @StaleIfError has no result to remember",
					"Remove @StaleIfError from the method, or stale-if-error from its instance if @Resilient asks for it. If "
							+ "the annotation stands on the type, put it on the methods that return something.");
		}
		Class<?> readOnce = readOnce(result);
		if (readOnce != null) {
			throw new GuardException(site.describe(),
					"returns " + readOnce.getSimpleName()
							+ ", which can be read only once, so @StaleIfError cannot remember it",
					"Return what has been read, a List, a byte[] or a String for example, or remove @StaleIfError from the "
							+ "method.");
		}
	}

	/** Looks into what does nothing but wrap: an Optional, a response with a body. */
	private static @Nullable Class<?> readOnce(ResolvableType result) {
		Class<?> type = result.resolve(Object.class);
		for (Class<?> readOnce : READ_ONCE) {
			if (readOnce.isAssignableFrom(type)) {
				return type;
			}
		}
		boolean wraps = type == Optional.class || type.getName().startsWith("org.springframework.http.");
		return (wraps && result.hasGenerics()) ? readOnce(result.getGeneric(0)) : null;
	}

}
