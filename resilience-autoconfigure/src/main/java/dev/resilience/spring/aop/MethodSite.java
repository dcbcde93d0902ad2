package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;

/**
 * A guarded method of a bean's class.
 *
 * @param method the method that runs
 * @param targetClass the bean's class as the user wrote it, or an interface
 */
public record MethodSite(Method method, Class<?> targetClass) {

	static MethodSite of(Method method, Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		return new MethodSite(Guards.specificMethod(method, userClass), userClass);
	}

	/**
	 * How the method is shown everywhere: {@code com.shop.PaymentClient#charge(Order)}.
	 * @return the declaring class, the name and the simple types of the parameters
	 */
	public String describe() {
		return describe(this.method);
	}

	@Override
	public String toString() {
		return describe();
	}

	static String describe(Method method) {
		return method.getDeclaringClass().getName() + "#" + method.getName() + parameters(method);
	}

	static String parameters(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(",", "(", ")"));
	}

}
