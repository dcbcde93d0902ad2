package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a fallback has to look like to fit a guarded method, generics resolved.
 */
final class FallbackSignature {

	private final MethodSite guarded;

	FallbackSignature(MethodSite guarded) {
		this.guarded = guarded;
	}

	/**
	 * Whether a method fits, and how it is called.
	 * @param candidate the method
	 * @param owner the class that it is called on
	 * @return how to call it, or null if it does not fit
	 */
	@Nullable FallbackMethod fit(Method candidate, Class<?> owner) {
		if (!returnTypeFits(candidate, owner)) {
			return null;
		}
		int parameters = candidate.getParameterCount();
		int expected = this.guarded.method().getParameterCount();
		if (parameters == expected && argumentsFit(candidate, owner)) {
			return new FallbackMethod(candidate, null, true);
		}
		Class<?> exception = exception(candidate, owner);
		if (parameters == expected + 1 && exception != null && argumentsFit(candidate, owner)) {
			return new FallbackMethod(candidate, exception, true);
		}
		if (parameters == 0 || (parameters == 1 && exception != null)) {
			return new FallbackMethod(candidate, exception, false);
		}
		return null;
	}

	/** The signature in words, for a message. */
	String describe() {
		Method method = this.guarded.method();
		String parameters = MethodSite.parameters(method);
		return ((method.getParameterCount() == 0) ? "no parameters" : "the parameters " + parameters + " or none")
				+ ", then optionally one exception, and returns " + method.getReturnType().getSimpleName();
	}

	private boolean argumentsFit(Method candidate, Class<?> owner) {
		for (int i = 0; i < this.guarded.method().getParameterCount(); i++) {
			Class<?> passed = ResolvableType.forMethodParameter(this.guarded.method(), i, this.guarded.targetClass())
				.resolve(Object.class);
			Class<?> taken = ResolvableType.forMethodParameter(candidate, i, owner).resolve(Object.class);
			if (!ClassUtils.isAssignable(taken, passed)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable Class<?> exception(Method candidate, Class<?> owner) {
		int parameters = candidate.getParameterCount();
		if (parameters == 0) {
			return null;
		}
		Class<?> last = ResolvableType.forMethodParameter(candidate, parameters - 1, owner).resolve(Object.class);
		return Throwable.class.isAssignableFrom(last) ? last : null;
	}

	private boolean returnTypeFits(Method candidate, Class<?> owner) {
		if (this.guarded.method().getReturnType() == void.class) {
			return true;
		}
		ResolvableType expected = ResolvableType.forMethodReturnType(this.guarded.method(), this.guarded.targetClass());
		ResolvableType offered = ResolvableType.forMethodReturnType(candidate, owner);
		Class<?> expectedClass = expected.resolve(Object.class);
		Class<?> offeredClass = offered.resolve(Object.class);
		if (isOwnTypeVariable(candidate)) {
			return ClassUtils.isAssignable(offeredClass, expectedClass);
		}
		if (!ClassUtils.isAssignable(expectedClass, offeredClass)) {
			return false;
		}
		return !expected.hasGenerics() || expected.hasUnresolvableGenerics() || offered.hasUnresolvableGenerics()
				|| expected.isAssignableFrom(offered);
	}

	/** {@code <T> T fallback(...)}: whoever writes it promises whatever is asked for. */
	private static boolean isOwnTypeVariable(Method candidate) {
		return candidate.getGenericReturnType() instanceof TypeVariable<?> variable
				&& variable.getGenericDeclaration().equals(candidate);
	}

}
