package dev.resilience.spring.aop;

import java.util.List;

import dev.resilience.AbstractInvocation;
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
 * tell its chain is cloned for each attempt. Every attempt gets the arguments of the
 * caller, whatever an interceptor inside replaced them by.
 */
final class ProxyInvocation extends AbstractInvocation {

	private final MethodInvocation invocation;

	private final @Nullable Object[] arguments;

	private boolean proceeded;

	ProxyInvocation(MethodInvocation invocation) {
		this.invocation = invocation;
		this.arguments = invocation.getArguments();
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		if (!(this.invocation instanceof ProxyMethodInvocation proxied)) {
			return this.invocation.proceed();
		}
		if (!(proxied.getProxy() instanceof Advised advised)) {
			return proxied.invocableClone(this.arguments.clone()).proceed();
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
		return new InnerInvocation(invocation, this.arguments, targetClass,
				chain.subList(Math.min(ours + 1, chain.size()), chain.size()));
	}

	@Override
	public @Nullable Object target() {
		return this.invocation.getThis();
	}

	@Override
	public @Nullable Object[] arguments() {
		return this.arguments;
	}

	/**
	 * The same call, from our place in the chain inwards. Shares the attributes of the
	 * outer one: aspects keep there what their pointcuts bound.
	 */
	private static final class InnerInvocation extends ReflectiveMethodInvocation {

		private final ProxyMethodInvocation outer;

		InnerInvocation(ProxyMethodInvocation outer, @Nullable Object[] arguments, @Nullable Class<?> targetClass,
				List<Object> chain) {
			super(outer.getProxy(), outer.getThis(), outer.getMethod(), arguments.clone(), targetClass, chain);
			this.outer = outer;
		}

		@Override
		public void setUserAttribute(String key, @Nullable Object value) {
			this.outer.setUserAttribute(key, value);
		}

		@Override
		public @Nullable Object getUserAttribute(String key) {
			return this.outer.getUserAttribute(key);
		}

	}

}
