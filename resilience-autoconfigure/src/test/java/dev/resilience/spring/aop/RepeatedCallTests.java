package dev.resilience.spring.aop;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every attempt is a complete call of its own, whatever runs inside of the retry.
 */
class RepeatedCallTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class, AopAutoConfiguration.class))
		.withPropertyValues("resilience.defaults.retry.wait-duration=0");

	@Test
	void aspectInsideWhenItBindsArgumentsRunsOnEveryAttempt() {
		this.runner.withBean(Audit.class).withBean(Audited.class).run((context) -> {
			assertThat(context.getBean(Audited.class).call("x")).isEqualTo("x at 3");
			assertThat(context.getBean(Audit.class).seen).containsExactly("[why] x", "[why] x", "[why] x");
		});
	}

	@Test
	void attemptWhenInterceptorInsideChangedArgumentsGetsThoseOfTheCaller() {
		this.runner.withUserConfiguration(Prefixing.class).withBean(Prefixed.class).run((context) -> {
			assertThat(context.getBean(Prefixed.class).call("x")).isEqualTo("[+x, +x, +x]");
			assertThat(context.getBean(Prefixed.class).withFallback("x")).isEqualTo("fallback x");
		});
	}

	@Test
	void callWhenProxiesAreOpaqueIsGuarded() {
		this.runner.withBean(Audited.class)
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((beanFactory) -> beanFactory
				.getBeanDefinition("org.springframework.aop.config.internalAutoProxyCreator")
				.getPropertyValues()
				.add("opaque", true)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Audited.class).call("x")).isEqualTo("x at 3");
			});
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Why {

		String value();

	}

	@Aspect
	static class Audit {

		final List<String> seen = new ArrayList<>();

		@Around("@annotation(audit) && args(value)")
		public Object audit(ProceedingJoinPoint call, Why audit, String value) throws Throwable {
			this.seen.add("[" + audit.value() + "] " + value);
			return call.proceed();
		}

	}

	static class Audited {

		private int calls;

		@Why("why")
		@Retry("audited")
		public String call(String value) throws IOException {
			if (++this.calls < 3) {
				throw new IOException();
			}
			return value + " at " + this.calls;
		}

	}

	static class Prefixing {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor prefixing() {
			MethodInterceptor prefixing = (invocation) -> {
				ProxyMethodInvocation call = (ProxyMethodInvocation) invocation;
				call.setArguments("+" + call.getArguments()[0]);
				return call.proceed();
			};
			return new PrefixingAdvisor(prefixing);
		}

	}

	static class PrefixingAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private static final long serialVersionUID = 1L;

		PrefixingAdvisor(MethodInterceptor interceptor) {
			super(interceptor);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return method.getDeclaringClass() == Prefixed.class;
		}

	}

	static class Prefixed {

		private final List<String> seen = new ArrayList<>();

		@Retry("prefixed")
		public String call(String value) throws IOException {
			this.seen.add(value);
			if (this.seen.size() < 3) {
				throw new IOException();
			}
			return this.seen.toString();
		}

		@Fallback("fallback")
		public String withFallback(String value) throws IOException {
			throw new IOException();
		}

		private String fallback(String value) {
			return "fallback " + value;
		}

	}

}
