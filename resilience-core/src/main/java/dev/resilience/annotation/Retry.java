package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls again after a failure, with a growing and jittered delay, within a budget that
 * keeps retries from becoming an outage of their own. An {@link Error}, an interruption
 * and a rejection of this library are not retried by default.
 * <p>
 * Tuned under {@code resilience.instances.<name>.retry}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its state.
	 * @return the name, not empty
	 */
	String value();

	/**
	 * Whether the method's request may be processed more than once. If not, only what
	 * cannot have been processed is retried: a connection that could not be made, a
	 * time-out of a connection pool, a rejection by a policy inside; and of that only
	 * what the instance's {@code retry-exceptions} and {@code ignore-exceptions} allow.
	 * The method should then make one request only.
	 * @return true by default
	 */
	boolean idempotent() default true;

}
