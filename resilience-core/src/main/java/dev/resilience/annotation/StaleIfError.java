package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Remembers the last good result for each key and answers with it when a later call fails
 * or is rejected. It stands directly inside a fallback, whose turn comes when nothing is
 * remembered: full, last good, basic, generic.
 * <p>
 * The result is not copied: what a caller changes in it is changed in the stale answer
 * too. Null is not remembered, nor is anything that can be read only once. An
 * {@link Error}, an interruption and a cancellation are never answered. Needs Caffeine on
 * the class path.
 * <p>
 * Tuned under {@code resilience.instances.<name>.stale-if-error}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StaleIfError {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its bound and its counters, not their results.
	 * @return the name, not empty
	 */
	String value();

	/**
	 * What tells one result from another, as a SpEL expression over the arguments, for
	 * example {@code "#id"} or {@code "#order.customer + ':' + #p1"}. It knows the names
	 * of the parameters, {@code #p0} and {@code #a0} for the first, and
	 * {@code #root.args} for all. While it is null or throws, the call is neither
	 * remembered nor answered.
	 * @return the expression; all arguments if empty
	 */
	String key() default "";

	/**
	 * What is answered with the last good result.
	 * @return the exception classes, subclasses included
	 */
	Class<? extends Exception>[] on() default Exception.class;

	/**
	 * What reaches the caller, even if {@link #on()} names it: "there is no such
	 * product", for example, is a good answer too.
	 * @return the exception classes, subclasses included
	 */
	Class<? extends Exception>[] except() default {};

}
