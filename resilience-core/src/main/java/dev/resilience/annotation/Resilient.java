package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Applies every policy that stands under {@code resilience.instances.<name>}. What stands
 * under {@code resilience.defaults} alone does not add a policy. An annotation of one
 * policy on the method wins over this one for that policy. A name without configuration
 * stops the start.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Resilient {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its state.
	 * @return the name, not empty
	 */
	String value();

}
