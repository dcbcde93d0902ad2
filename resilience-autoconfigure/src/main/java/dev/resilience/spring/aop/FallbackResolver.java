package dev.resilience.spring.aop;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.resilience.annotation.Fallback;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.Rung;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods that a {@link Fallback} names, once, at start-up.
 */
public final class FallbackResolver {

	private final ConfigurableListableBeanFactory beanFactory;

	/** Methods often share a fallback, and a handle is dear to make. */
	private final Map<FallbackMethod, MethodHandle> handles = new ConcurrentHashMap<>();

	/**
	 * Creates a resolver.
	 * @param beanFactory knows the beans that rungs name
	 */
	public FallbackResolver(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@SuppressWarnings("unchecked") // the attributes are declared as classes of Throwable
	FallbackConfig resolve(MethodSite site, MergedAnnotation<Fallback> annotation) {
		List<Rung> rungs = new ArrayList<>();
		for (String rung : annotation.getStringArray(MergedAnnotation.VALUE)) {
			rungs.add(rung(site, rung.strip()));
		}
		if (rungs.isEmpty()) {
			throw new GuardException(site.describe(), "@Fallback names no method",
					"Name at least one method, for example @Fallback(\"fallback\").");
		}
		return new FallbackConfig(rungs, List.of((Class<? extends Throwable>[]) annotation.getClassArray("on")),
				List.of((Class<? extends Throwable>[]) annotation.getClassArray("except")));
	}

	private Rung rung(MethodSite site, String text) {
		int separator = text.indexOf("::");
		if (separator < 0) {
			List<FallbackMethod> methods = methods(site, text, text, site.targetClass(), true);
			return new MethodRung(text, methods, new FallbackTarget.Own(handles(site, methods)));
		}
		String bean = text.substring(0, separator);
		Class<?> type = this.beanFactory.containsBean(bean)
				? AutoProxyUtils.determineTargetClass(this.beanFactory, bean) : null;
		if (type == null) {
			throw new GuardException(site.describe(), "@Fallback(\"" + text + "\"): there is no bean '" + bean + "'",
					"Name a bean of the application context, or a method of the same bean without '::'.");
		}
		List<FallbackMethod> methods = methods(site, text, text.substring(separator + 2), ClassUtils.getUserClass(type),
				false);
		requireShown(site, text, bean, methods);
		return new MethodRung(text, methods, new FallbackTarget.Bean(this.beanFactory, bean));
	}

	/** A proxy that is there already must show the methods. */
	private void requireShown(MethodSite site, String text, String bean, List<FallbackMethod> methods) {
		Object proxy = this.beanFactory.getSingleton(bean);
		for (FallbackMethod method : methods) {
			try {
				if (AopUtils.isJdkDynamicProxy(proxy)) {
					AopUtils.selectInvocableMethod(method.method(), proxy.getClass());
				}
			}
			catch (IllegalStateException ex) {
				throw new GuardException(site.describe(),
						"@Fallback(\"" + text + "\"): bean '" + bean + "' is proxied by its interfaces, and none has "
								+ MethodSite.describe(method.method()),
						"Add the method to an interface of the bean, or set spring.aop.proxy-target-class to true.");
			}
		}
	}

	private List<FallbackMethod> methods(MethodSite site, String text, String name, Class<?> owner, boolean own) {
		FallbackSignature signature = new FallbackSignature(site);
		List<Method> named = named(name, owner, own).stream()
			.filter((method) -> !own || !method.equals(site.method()))
			.toList();
		List<FallbackMethod> fitting = new ArrayList<>();
		for (Method method : named) {
			FallbackMethod fit = signature.fit(method, owner);
			if (fit != null) {
				fitting.add(fit);
			}
		}
		if (fitting.isEmpty()) {
			throw new GuardException(site.describe(),
					"@Fallback(\"" + text + "\"): " + notFound(name, owner, own, named),
					"A fallback takes " + signature.describe() + ".");
		}
		rejectAmbiguous(site, text, fitting);
		return fitting;
	}

	private static String notFound(String name, Class<?> owner, boolean own, List<Method> named) {
		String type = owner.getName();
		if (!named.isEmpty()) {
			return "no method '" + name + "' of " + type + " fits. Candidates: " + describe(named);
		}
		if (!own && ReflectionUtils.findMethod(owner, name, (Class<?>[]) null) != null) {
			return "method '" + name + "' of " + type + " is private, and only a bean's own fallback may be";
		}
		return type + " has no " + (own ? "other " : "") + "method '" + name + "'";
	}

	private static void rejectAmbiguous(MethodSite site, String text, List<FallbackMethod> fitting) {
		Map<@Nullable Class<?>, FallbackMethod> byException = new HashMap<>();
		for (FallbackMethod method : fitting) {
			FallbackMethod other = byException.putIfAbsent(method.exception(), method);
			if (other != null) {
				throw new GuardException(site.describe(),
						"@Fallback(\"" + text + "\") is ambiguous: "
								+ describe(List.of(other.method(), method.method())) + " are for the same exception",
						"Remove one of them, or give it another name.");
			}
		}
	}

	private static String describe(List<Method> methods) {
		return methods.stream()
			.map((method) -> method.getReturnType().getSimpleName() + " " + method.getName()
					+ MethodSite.parameters(method))
			.sorted()
			.collect(Collectors.joining(", "));
	}

	/**
	 * All methods of a name, inherited and private ones included, without those that are
	 * overridden.
	 */
	private static List<Method> named(String name, Class<?> owner, boolean privates) {
		List<Method> named = new ArrayList<>();
		Set<List<Class<?>>> seen = new HashSet<>();
		for (Class<?> type : Guards.isMadeOfInterfaces(owner) ? owner.getInterfaces() : new Class<?>[] { owner }) {
			for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
				if (!method.getName().equals(name) || isCovariantBridge(method)) {
					continue;
				}
				if (seen.add(Arrays.asList(method.getParameterTypes())) && !method.isSynthetic()
						&& (privates || !Modifier.isPrivate(method.getModifiers()))) {
					named.add(method);
				}
			}
		}
		return named;
	}

	/**
	 * A bridge for a narrower return type only: it has the parameters of the method that
	 * it leads to.
	 */
	private static boolean isCovariantBridge(Method method) {
		return method.isBridge() && Arrays.equals(method.getParameterTypes(),
				BridgeMethodResolver.findBridgedMethod(method).getParameterTypes());
	}

	private Map<FallbackMethod, MethodHandle> handles(MethodSite site, List<FallbackMethod> methods) {
		Map<FallbackMethod, MethodHandle> handles = new HashMap<>();
		for (FallbackMethod method : methods) {
			try {
				handles.put(method, handle(site, method));
			}
			catch (IllegalAccessException | InaccessibleObjectException ex) {
				throw new GuardException(site.describe(),
						"the fallback " + MethodSite.describe(method.method()) + " cannot be called: "
								+ ex.getMessage(),
						"Open its package to the unnamed module, or make the method public.");
			}
		}
		return handles;
	}

	private MethodHandle handle(MethodSite site, FallbackMethod method) throws IllegalAccessException {
		if (Proxy.isProxyClass(site.targetClass()) && method.method().isDefault()) {
			return method.defaultHandle();
		}
		MethodHandle handle = this.handles.get(method);
		if (handle == null) {
			handle = method.handle(method.method());
			this.handles.put(method, handle);
		}
		return handle;
	}

}
