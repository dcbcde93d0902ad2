package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stops calling a dependency that fails or hangs, and tries again by itself once a wait
 * is over. While the circuit is open, calls end at once with
 * {@link dev.resilience.CircuitBreakerOpenException}.
 * <p>
 * Tuned under {@code resilience.instances.<name>.circuit-breaker}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CircuitBreaker {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its state.
	 * @return the name, not empty
	 */
	String value();

}
