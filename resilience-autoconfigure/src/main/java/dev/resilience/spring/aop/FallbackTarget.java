package dev.resilience.spring.aop;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.resilience.Invocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;

/**
 * Calls fallback methods on the object that they belong to. Thread-safe.
 */
interface FallbackTarget {

	/**
	 * Calls a fallback method.
	 * @param method the method
	 * @param invocation the call that failed
	 * @param failure what it threw
	 * @return the answer
	 * @throws Throwable what the method throws
	 */
	@Nullable Object call(FallbackMethod method, Invocation invocation, Throwable failure) throws Throwable;

	/**
	 * The guarded object itself, past its proxy: private methods are within reach.
	 */
	final class Own implements FallbackTarget {

		private final Map<FallbackMethod, MethodHandle> handles;

		Own(Map<FallbackMethod, MethodHandle> handles) {
			this.handles = Map.copyOf(handles);
		}

		@Override
		public @Nullable Object call(FallbackMethod method, Invocation invocation, Throwable failure) throws Throwable {
			MethodHandle handle = Objects.requireNonNull(this.handles.get(method));
			return handle.invokeExact(unwrapped(invocation.target()), invocation.arguments(), (Object) failure);
		}

		/**
		 * Another proxy creator may have been there before: its proxy has no fields of
		 * its own.
		 */
		private static @Nullable Object unwrapped(@Nullable Object target) throws Exception {
			Object current = target;
			while (current instanceof Advised advised && advised.getTargetSource().isStatic()) {
				Object inner = advised.getTargetSource().getTarget();
				if (inner == null) {
					return current;
				}
				current = inner;
			}
			return current;
		}

	}

	/**
	 * Another bean, through its proxy: its own policies apply.
	 */
	final class Bean implements FallbackTarget {

		private final BeanFactory beanFactory;

		private final String name;

		/** By method, for the class of the bean that was met: a bean has one. */
		private final Map<Method, MethodHandle> handles = new ConcurrentHashMap<>();

		Bean(BeanFactory beanFactory, String name) {
			this.beanFactory = beanFactory;
			this.name = name;
		}

		@Override
		public @Nullable Object call(FallbackMethod method, Invocation invocation, Throwable failure) throws Throwable {
			Object bean = this.beanFactory.getBean(this.name);
			Method invocable = AopUtils.selectInvocableMethod(method.method(), bean.getClass());
			MethodHandle handle = this.handles.get(invocable);
			if (handle == null) {
				handle = method.handle(invocable);
				this.handles.put(invocable, handle);
			}
			return handle.invokeExact(bean, invocation.arguments(), (Object) failure);
		}

	}

}
