package dev.resilience.spring.aop;

import java.lang.annotation.Annotation;

import dev.resilience.Layer;
import dev.resilience.PolicyType;
import dev.resilience.ResilienceInstance;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * Makes one policy of a method. One bean per policy that takes its numbers from an
 * instance's configuration; adding a policy adds one of these.
 */
public interface PolicyFactory {

	/**
	 * Which policy it makes.
	 * @return the type
	 */
	PolicyType type();

	/**
	 * The annotation that asks for the policy.
	 * @return the type of the annotation; its {@code value} is the name of the instance
	 */
	Class<? extends Annotation> annotation();

	/**
	 * Whether the instance's own configuration has the policy, defaults aside.
	 * @param instance the name of the instance
	 * @return true if {@link dev.resilience.annotation.Resilient} applies it
	 */
	boolean isConfigured(String instance);

	/**
	 * Tells an instance that has the policy configured what is in effect, whether or not
	 * a method uses it.
	 * @param instance the instance
	 */
	void describe(ResilienceInstance instance);

	/**
	 * Makes the layer of a method.
	 * @param instance whose policy it is
	 * @param site the method
	 * @param annotation the annotation; missing if
	 * {@link dev.resilience.annotation.Resilient} asks for the policy
	 * @return the layer
	 * @throws dev.resilience.InvalidSettingException if an attribute of the annotation
	 * does not fit the configuration
	 */
	Layer layer(ResilienceInstance instance, MethodSite site, MergedAnnotation<?> annotation);

}
