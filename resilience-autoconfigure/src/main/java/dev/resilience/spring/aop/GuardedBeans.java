package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.resilience.spring.aop.InvalidGuardsException.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at every bean when the context is ready: builds the pipelines of the guarded
 * methods, and stops the start with all problems at once if some cannot be guarded as
 * their annotations ask for.
 */
public final class GuardedBeans implements SmartInitializingSingleton {

	/** Object, which has no such method, where there is no Mockito. */
	private static final Class<?> MOCKITO = mockito();

	private final ConfigurableListableBeanFactory beanFactory;

	private final Pipelines pipelines;

	/**
	 * Creates the check.
	 * @param beanFactory knows the beans
	 * @param pipelines builds the pipelines
	 */
	public GuardedBeans(ConfigurableListableBeanFactory beanFactory, Pipelines pipelines) {
		this.beanFactory = beanFactory;
		this.pipelines = pipelines;
	}

	private static Class<?> mockito() {
		try {
			return ClassUtils.forName("org.mockito.Mockito", null);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return Object.class;
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<Problem> problems = new LinkedHashSet<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			if (type != null) {
				inspect(name, ClassUtils.getUserClass(type), problems);
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidGuardsException(List.copyOf(problems));
		}
	}

	private void inspect(String beanName, Class<?> type, Set<Problem> problems) {
		List<Method> guarded = new ArrayList<>();
		for (Method method : methods(type)) {
			Guards guards = Guards.of(method, type);
			if (guards.isEmpty()) {
				continue;
			}
			Problem problem = unproxyable(method, type, guards);
			if (problem == null) {
				problem = build(method, type, guards);
				guarded.add(method);
			}
			if (problem != null) {
				problems.add(problem);
			}
		}
		if (!guarded.isEmpty()) {
			inspectProxy(beanName, type, guarded, problems);
		}
	}

	/**
	 * Every method that could be called on the bean; of an overridden one only the one
	 * that runs.
	 */
	private static List<Method> methods(Class<?> type) {
		Class<?>[] types = Guards.isMadeOfInterfaces(type) ? type.getInterfaces() : new Class<?>[] { type };
		return Arrays.stream(types)
			.flatMap((it) -> Arrays.stream(ReflectionUtils.getAllDeclaredMethods(it)))
			.filter((method) -> !method.isSynthetic() && Guards.specificMethod(method, type).equals(method))
			.toList();
	}

	private static @Nullable Problem unproxyable(Method method, Class<?> type, Guards guards) {
		String where = MethodSite.describe(method);
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
			String modifier = Modifier.isPrivate(modifiers) ? "private" : "static";
			return new Problem(where, "is guarded but " + modifier + ", so no proxy can intercept it",
					"Make the method " + (Modifier.isPrivate(modifiers) ? "public" : "an instance method")
							+ " and call it from another bean.");
		}
		if (ResilienceAdvisor.isUnproxyable(type)) {
			return new Problem(where, "is guarded but " + type.getName() + " is final, so no proxy can extend it",
					"Remove 'final' from the class, or move the method to another bean.");
		}
		if (Modifier.isFinal(modifiers) && !Proxy.isProxyClass(type)) {
			return new Problem(where, "is guarded but final, so no proxy can intercept it",
					"Remove 'final' from the method"
							+ (guards.onMethod() ? "." : ", or put the annotations on the methods that need them."));
		}
		return null;
	}

	private @Nullable Problem build(Method method, Class<?> type, Guards guards) {
		try {
			this.pipelines.get(new MethodSite(method, type), guards);
			return null;
		}
		catch (GuardException ex) {
			return ex.problem();
		}
	}

	/**
	 * Whether the bean that others got is the proxy, and shows the guarded methods. An
	 * opaque proxy does not tell.
	 */
	private void inspectProxy(String beanName, Class<?> type, List<Method> guarded, Set<Problem> problems) {
		Object bean = this.beanFactory.getSingleton(beanName);
		if (bean == null || bean instanceof FactoryBean<?> || bean instanceof ScopedObject || isMock(bean)) {
			return;
		}
		if (AopUtils.isAopProxy(bean) && !(bean instanceof Advised)) {
			return;
		}
		if (!(bean instanceof Advised advised) || Arrays.stream(advised.getAdvisors())
			.noneMatch((advisor) -> advisor.getAdvice() instanceof ResilienceInterceptor)) {
			problems.add(new Problem(MethodSite.describe(guarded.get(0)),
					"is guarded but bean '" + beanName + "' is not proxied: it was created before proxies could be",
					"Do not let a BeanPostProcessor or BeanFactoryPostProcessor depend on the bean, and let Spring "
							+ "create it rather than registering the object."));
			return;
		}
		for (Method method : guarded) {
			if (AopUtils.isJdkDynamicProxy(bean) && !isShownBy(bean.getClass(), method, type)) {
				problems.add(new Problem(MethodSite.describe(method),
						"is guarded but bean '" + beanName + "' is proxied by its interfaces, and none has the method",
						"Add the method to an interface of the bean, or set spring.aop.proxy-target-class to true."));
			}
		}
	}

	/**
	 * A test may put a mock in place of a guarded bean: nothing is there to be guarded
	 * then.
	 */
	private static boolean isMock(Object bean) {
		Method mockingDetails = ClassUtils.getMethodIfAvailable(MOCKITO, "mockingDetails", Object.class);
		Object details = (mockingDetails != null) ? ReflectionUtils.invokeMethod(mockingDetails, null, bean) : null;
		Method isMock = (details != null) ? ClassUtils.getMethodIfAvailable(details.getClass(), "isMock") : null;
		return isMock != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isMock, details));
	}

	private static boolean isShownBy(Class<?> proxy, Method method, Class<?> type) {
		return Arrays.stream(proxy.getInterfaces())
			.flatMap((shown) -> Arrays.stream(shown.getMethods()))
			.anyMatch((shown) -> Guards.specificMethod(shown, type).equals(method));
	}

}
