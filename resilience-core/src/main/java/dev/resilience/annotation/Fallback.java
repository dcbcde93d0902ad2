package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers in place of a method that failed or was rejected. It runs once, outside all
 * other policies: the circuit breaker has seen the failure and the retries have had their
 * turn.
 * <p>
 * Each rung is {@code "method"} of the same bean or {@code "beanName::method"}. A
 * fallback method has the parameters of the guarded method, or none, then optionally one
 * {@link Throwable} subtype; its return type fits the guarded method's. It may be
 * private, static, inherited, generic, or a {@code default} method of an interface. Of
 * several overloads the one with the most specific exception runs; one without an
 * exception takes what no overload takes. A rung that does not take the exception is
 * passed over. When a rung itself throws, the next one is tried; when the last one
 * throws, its exception reaches the caller with the original one as suppressed.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Fallback {

	/**
	 * The rungs, tried in order.
	 * @return at least one rung, each {@code "method"} or {@code "beanName::method"}
	 */
	String[] value();

	/**
	 * What the fallback answers for. An {@link Error} only where it, or a parent of it
	 * other than {@link Exception}, is named here.
	 * @return the exception classes, subclasses included
	 */
	Class<? extends Throwable>[] on() default Exception.class;

	/**
	 * What the fallback leaves alone, even if {@link #on()} names it.
	 * @return the exception classes, subclasses included
	 */
	Class<? extends Throwable>[] except() default {};

}
