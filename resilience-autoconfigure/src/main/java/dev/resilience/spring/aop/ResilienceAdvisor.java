package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Tells the proxy creator which methods are guarded.
 * <p>
 * Runs outside of transactions and caches, whose advisors come last by default, so that
 * each attempt of a retry has its own transaction and a fallback's answer is not cached;
 * and inside {@code @Async}, so that the guarded call is the one on the other thread.
 */
public final class ResilienceAdvisor extends StaticMethodMatcherPointcutAdvisor {

	/**
	 * The default order: a little before the advisors that come last.
	 */
	public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the advisor.
	 * @param interceptor runs the guarded methods
	 */
	public ResilienceAdvisor(ResilienceInterceptor interceptor) {
		super(interceptor);
		setOrder(DEFAULT_ORDER);
		setClassFilter((type) -> !isFrameworks(type));
	}

	/**
	 * A class that cannot be proxied never matches: {@link GuardedBeans} reports it with
	 * a text that tells how to mend it, where a proxy creator would only fail.
	 */
	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return !isUnproxyable(targetClass) && !Guards.of(method, targetClass).isEmpty();
	}

	/**
	 * Spring's own beans are many and never guarded: not to look at their methods saves
	 * start-up time.
	 */
	static boolean isFrameworks(Class<?> type) {
		return !Proxy.isProxyClass(type)
				&& (type.getName().startsWith("org.springframework.") || type.getName().startsWith("java."));
	}

	static boolean isUnproxyable(Class<?> type) {
		return Modifier.isFinal(type.getModifiers()) && !Proxy.isProxyClass(type) && !ClassUtils.isLambdaClass(type);
	}

}
