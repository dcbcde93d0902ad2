/**
 * From an annotated method to its pipeline, once, at start-up; and the interceptor that
 * runs it.
 * <p>
 * {@link dev.resilience.spring.aop.ResilienceAdvisor} tells the proxy creator which
 * methods are guarded, {@link dev.resilience.spring.aop.Pipelines} builds and finds the
 * pipeline of a method, {@link dev.resilience.spring.aop.GuardedBeans} looks at every
 * bean when the context is ready and stops the start if one is annotated wrongly.
 */
@NullMarked
package dev.resilience.spring.aop;

import org.jspecify.annotations.NullMarked;
