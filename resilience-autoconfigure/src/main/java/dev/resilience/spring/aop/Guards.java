package dev.resilience.spring.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.Retry;
import dev.resilience.annotation.StaleIfError;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The annotations that guard one method of one class. A method's annotation, its own or
 * of a method that it overrides or implements, replaces its type's annotation of the same
 * kind; a class's annotation covers the bean's public methods, an interface's that
 * interface's methods. Meta-annotations count.
 */
final class Guards {

	static final List<Class<? extends Annotation>> TYPES = List.of(Fallback.class, StaleIfError.class, Retry.class,
			CircuitBreaker.class, RateLimiter.class, Bulkhead.class, Resilient.class);

	private final Map<Class<? extends Annotation>, Guard<?>> guards;

	private Guards(Map<Class<? extends Annotation>, Guard<?>> guards) {
		this.guards = guards;
	}

	/**
	 * Finds the annotations of a method.
	 * @param method the method, may be an interface's
	 * @param targetClass the class of the bean
	 * @return what guards it, possibly nothing
	 */
	static Guards of(Method method, Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		Method specific = specificMethod(method, userClass);
		Map<Class<? extends Annotation>, Guard<?>> guards = new LinkedHashMap<>();
		if (specific.getDeclaringClass() == Object.class) {
			return new Guards(guards);
		}
		add(guards, MergedAnnotations.from(specific, SearchStrategy.TYPE_HIERARCHY), Place.METHOD);
		if (Modifier.isPublic(specific.getModifiers()) && !Modifier.isStatic(specific.getModifiers())
				&& !ReflectionUtils.isObjectMethod(specific)) {
			add(guards, MergedAnnotations.from(userClass, SearchStrategy.SUPERCLASS), Place.CLASS);
			for (Class<?> type : interfaces(userClass)) {
				MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.DIRECT);
				if (TYPES.stream().anyMatch(annotations::isPresent) && declares(type, specific, userClass)) {
					add(guards, annotations, Place.INTERFACE);
				}
			}
		}
		return new Guards(guards);
	}

	/**
	 * The method that runs: the class's own if it overrides, never a bridge.
	 */
	static Method specificMethod(Method method, Class<?> userClass) {
		if (isMadeOfInterfaces(userClass)) {
			return method;
		}
		return BridgeMethodResolver.findBridgedMethod(ClassUtils.getMostSpecificMethod(method, userClass));
	}

	/**
	 * Whether a class has nothing of its own, only its interfaces: a JDK proxy, or a
	 * lambda.
	 */
	static boolean isMadeOfInterfaces(Class<?> type) {
		return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

	/** Looks through the annotations once; the nearest of a kind comes first. */
	private static void add(Map<Class<? extends Annotation>, Guard<?>> guards, MergedAnnotations annotations,
			Place place) {
		annotations.stream()
			.filter((annotation) -> TYPES.contains(annotation.getType()))
			.forEach((annotation) -> guards.putIfAbsent(annotation.getType(), new Guard<>(annotation, place)));
	}

	private static Set<Class<?>> interfaces(Class<?> type) {
		Set<Class<?>> interfaces = new LinkedHashSet<>();
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			collectInterfaces(current, interfaces);
		}
		return interfaces;
	}

	private static void collectInterfaces(Class<?> type, Set<Class<?>> interfaces) {
		if (type.isInterface()) {
			interfaces.add(type);
		}
		for (Class<?> parent : type.getInterfaces()) {
			collectInterfaces(parent, interfaces);
		}
	}

	private static boolean declares(Class<?> type, Method specific, Class<?> userClass) {
		for (Method method : type.getMethods()) {
			if (method.getName().equals(specific.getName())
					&& method.getParameterCount() == specific.getParameterCount()
					&& (method.equals(specific) || specificMethod(method, userClass).equals(specific))) {
				return true;
			}
		}
		return false;
	}

	boolean isEmpty() {
		return this.guards.isEmpty();
	}

	/** Whether one stands on the method itself, rather than on a type. */
	boolean onMethod() {
		return this.guards.values().stream().anyMatch((guard) -> guard.place() == Place.METHOD);
	}

	/**
	 * The annotation of one kind.
	 * @param <A> its type
	 * @param type its type
	 * @return the annotation, or empty if the method has none
	 */
	@SuppressWarnings("unchecked") // put under its own type
	<A extends Annotation> Optional<Guard<A>> get(Class<A> type) {
		return Optional.ofNullable((Guard<A>) this.guards.get(type));
	}

	/**
	 * Where an annotation was found, the nearest first.
	 */
	enum Place {

		METHOD, CLASS, INTERFACE

	}

	/**
	 * An annotation and where it was found.
	 *
	 * @param <A> its type
	 * @param annotation the annotation
	 * @param place where it was found
	 */
	record Guard<A extends Annotation>(MergedAnnotation<A> annotation, Place place) {

		String value() {
			return this.annotation.getString(MergedAnnotation.VALUE);
		}

	}

}
