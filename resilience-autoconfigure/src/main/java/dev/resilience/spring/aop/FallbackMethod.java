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
		return uniform(MethodHandles.lookup().unreflect(method), method);
	}

	/**
	 * The same for a default method of an interface, called past whatever proxy
	 * implements the interface: not every proxy knows what to do with one.
	 * @return takes the target, the arguments and the exception, and returns the answer
	 * @throws IllegalAccessException if the interface is not accessible
	 */
	MethodHandle defaultHandle() throws IllegalAccessException {
		Class<?> type = this.method.getDeclaringClass();
		return uniform(MethodHandles.privateLookupIn(type, MethodHandles.lookup()).unreflectSpecial(this.method, type),
				this.method);
	}

	private MethodHandle uniform(MethodHandle raw, Method method) {
		MethodHandle handle = raw.asFixedArity();
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
