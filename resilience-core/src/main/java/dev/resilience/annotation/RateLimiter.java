package dev.resilience.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds how many calls begin in a while: {@code limit-for-period} at once, then as many
 * as each {@code period} brings, evenly. A call that cannot have its permits within
 * {@code max-wait-duration} ends at once with
 * {@link dev.resilience.RateLimitExceededException}.
 * <p>
 * Tuned under {@code resilience.instances.<name>.rate-limiter}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RateLimiter {

	/**
	 * The name of the instance: the key under {@code resilience.instances}. Methods that
	 * name the same instance share its state.
	 * @return the name, not empty
	 */
	String value();

	/**
	 * How many permits a call takes. One that costs the dependency more than others takes
	 * more.
	 * @return at least 1, and at most {@code limit-for-period}, or the start fails
	 */
	int permits() default 1;

}
