package dev.resilience.spring.aop;

import java.util.List;

import dev.resilience.Invocation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.framework.ReflectiveMethodInvocation;

/**
 * A call through a proxy that can be made again.
 * <p>
 * A second {@code proceed()} on the same {@link MethodInvocation} would skip the
 * interceptors inside of ours, a transaction for example. Spring's answer is a clone made
 * before the first one; that would cost every healthy call more than all policies
 * together. So the first attempt uses the invocation itself, and a later one is built
 * from the proxy's own chain of interceptors, from ours on inwards. A proxy that does not
 * tell its chain is cloned for each attempt.
 */
final class ProxyInvocation implements Invocation {

	private final MethodInvocation invocation;

	private boolean proceeded;

	ProxyInvocation(MethodInvocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		if (!(this.invocation instanceof ProxyMethodInvocation proxied)) {
			return this.invocation.proceed();
		}
		if (!(proxied.getProxy() instanceof Advised advised)) {
			return proxied.invocableClone().proceed();
		}
		if (!this.proceeded) {
			this.proceeded = true;
			return this.invocation.proceed();
		}
		return again(proxied, advised).proceed();
	}

	private MethodInvocation again(ProxyMethodInvocation invocation, Advised advised) {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : null;
		List<Object> chain = DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(advised,
				invocation.getMethod(), targetClass);
		int ours = 0;
		while (ours < chain.size() && !(chain.get(ours) instanceof ResilienceInterceptor)) {
			ours++;
		}
		return new InnerInvocation(invocation, targetClass,
				chain.subList(Math.min(ours + 1, chain.size()), chain.size()));
	}

	@Override
	public @Nullable Object target() {
		return this.invocation.getThis();
	}

	@Override
	public @Nullable Object[] arguments() {
		return this.invocation.getArguments();
	}

	/**
	 * The same call, from our place in the chain inwards.
	 */
	private static final class InnerInvocation extends ReflectiveMethodInvocation {

		InnerInvocation(ProxyMethodInvocation outer, @Nullable Class<?> targetClass, List<Object> chain) {
			super(outer.getProxy(), outer.getThis(), outer.getMethod(), outer.getArguments(), targetClass, chain);
		}

	}

}
