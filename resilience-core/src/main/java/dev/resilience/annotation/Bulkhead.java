package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds how many calls run at the same time. A call that finds no free place within
 * {@code max-wait-duration} ends with {@link dev.resilience.BulkheadFullException}.
 * <p>
 * Tuned under {@code resilience.instances.<name>.bulkhead}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Bulkhead {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its state.
	 * @return the name, not empty
	 */
	String value();

}
