package dev.resilience.spring.aop;

import java.util.function.Supplier;

import dev.resilience.Pipeline;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs a guarded method through its pipeline: one look-up, then linked stages.
 * <p>
 * Thread-safe.
 */
public final class ResilienceInterceptor implements MethodInterceptor {

	private final Supplier<Pipelines> source;

	/** Found at the first call, so that no bean is created while proxies are. */
	private @Nullable Pipelines pipelines;

	/**
	 * Creates the interceptor.
	 * @param pipelines gives the pipelines when the first guarded method is called
	 */
	public ResilienceInterceptor(Supplier<Pipelines> pipelines) {
		this.source = pipelines;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Pipeline pipeline = pipelines().find(invocation);
		return (pipeline != null) ? pipeline.invoke(new ProxyInvocation(invocation)) : invocation.proceed();
	}

	/** A race finds the same bean twice. */
	private Pipelines pipelines() {
		Pipelines pipelines = this.pipelines;
		if (pipelines == null) {
			pipelines = this.source.get();
			this.pipelines = pipelines;
		}
		return pipelines;
	}

}
