package dev.resilience.spring.aop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

/**
 * A method that fits as a fallback.
 *
 * @param method the method
 * @param exception what it takes, or null if it takes no exception
 * @param withArguments whether it takes the arguments of the call
 */
record FallbackMethod(Method method, @Nullable Class<?> exception, boolean withArguments) {

	boolean accepts(Throwable failure) {
		return this.exception == null || this.exception.isInstance(failure);
	}

	/**
	 * How specific the exception is: the deeper in the tree, the more; none is the least.
	 */
	int specificity() {
		int depth = 0;
		for (Class<?> type = this.exception; type != null; type = type.getSuperclass()) {
			depth++;
		}
		return depth;
	}

	/**
	 * Makes the method callable in one shape, whatever it takes.
	 * @param method the method, or the one of a proxy's interface that stands for it
	 * @return takes the target, the arguments and the exception, and returns the answer
	 * @throws IllegalAccessException if the method cannot be made accessible
	 */
	MethodHandle handle(Method method) throws IllegalAccessException {
		method.setAccessible(true);
		MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
		if (Modifier.isStatic(method.getModifiers())) {
			handle = MethodHandles.dropArguments(handle, 0, Object.class);
		}
		handle = handle.asType(handle.type().generic());
		if (this.withArguments) {
			int arguments = handle.type().parameterCount() - ((this.exception != null) ? 2 : 1);
			handle = handle.asSpreader(1, Object[].class, arguments);
		}
		else {
			handle = MethodHandles.dropArguments(handle, 1, Object[].class);
		}
		if (this.exception == null) {
			handle = MethodHandles.dropArguments(handle, 2, Object.class);
		}
		return handle;
	}

}
