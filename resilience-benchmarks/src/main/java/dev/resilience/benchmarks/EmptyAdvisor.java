package dev.resilience.benchmarks;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/**
 * The floor: what a proxy costs before any library has done anything.
 */
final class EmptyAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	EmptyAdvisor() {
		super(new EmptyInterceptor());
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return method.getDeclaringClass().getName().contains(".benchmarks.");
	}

	private static final class EmptyInterceptor implements MethodInterceptor {

		@Override
		public Object invoke(MethodInvocation invocation) throws Throwable {
			return invocation.proceed();
		}

	}

}
