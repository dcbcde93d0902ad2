package dev.resilience.spring.aop;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.testing.Parallel;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fallbacks at the edges of proxies and of inheritance.
 */
class FallbackEdgeTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
		.withPropertyValues("resilience.defaults.retry.wait-duration=0");

	@Test
	void fallbackWhenItOverridesWithNarrowerReturnTypeAnswers() {
		this.runner.withBean(Narrower.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Narrower.class).call()).isEqualTo(5);
		});
	}

	@Test
	void fallbackWhenTargetIsAnotherProxySeesTheFieldsOfTheBean() {
		this.runner.withUserConfiguration(ProxyOfOnesOwn.class)
			.run((context) -> assertThat(context.getBean(Client.class).call("x")).isEqualTo("dependency x"));
	}

	@Test
	void fallbackWhenAnotherProxyCreatorCameFirstSeesTheFieldsOfTheBean() {
		this.runner.withBean("client", Client.class)
			.withUserConfiguration(OtherProxyCreator.class)
			.run((context) -> assertThat(context.getBean(Client.class).call("x")).isEqualTo("dependency x"));
	}

	@Test
	void fallbackWhenPublicMethodOfGuardedClassIsNotItsOwnFallback() {
		this.runner.withBean(ClassWithPublicFallback.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ClassWithPublicFallback.class).get("1")).isEqualTo("none 1");
		});
	}

	@Test
	void fallbackWhenDefaultMethodOfGuardedInterfaceIsNotItsOwnFallback() {
		this.runner
			.withBean(GuardedInterface.class,
					() -> client(GuardedInterface.class,
							(proxy, method, arguments) -> method.isDefault()
									? InvocationHandler.invokeDefault(proxy, method, arguments) : fail()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(GuardedInterface.class).get("1")).isEqualTo("none 1");
			});
	}

	@Test
	void fallbackWhenDefaultMethodOfProxyThatKnowsNoDefaultsAnswers() {
		this.runner.withBean(HttpClient.class, () -> client(HttpClient.class, (proxy, method, arguments) -> fail()))
			.run((context) -> assertThat(context.getBean(HttpClient.class).get("1")).isEqualTo("none 1"));
	}

	@Test
	void fallbackAloneWhenBeanIsAProxyIsNamedAfterTheInterface() {
		this.runner.withBean(HttpClient.class, () -> client(HttpClient.class, (proxy, method, arguments) -> fail()))
			.run((context) -> assertThat(context.getBean(Resilience.class).instances())
				.extracting(ResilienceInstance::name)
				.contains("HttpClient.find"));
	}

	@Test
	void methodWhenBeanIsALambdaIsNamedAfterTheInterface() {
		this.runner.withUserConfiguration(LambdaBean.class)
			.run((context) -> assertThat(
					context.getBean(Resilience.class).find("operation").orElseThrow().methods().get(0).method())
				.isEqualTo(Operation.class.getName() + "#run(String)"));
	}

	@Test
	void startWhenProxyOfOtherBeanDoesNotShowTheFallbackFails() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("main", Main.class)
			.withBean("other", Other.class)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void fallbackWhenPrivateAndThreadsFailTogetherAnswersEachOfThem() {
		this.runner.withBean("client", Client.class).run((context) -> {
			Client client = context.getBean(Client.class);
			Parallel.run(4, (index) -> {
				for (int i = 0; i < 5_000; i++) {
					assertThat(client.call("x")).isEqualTo("dependency x");
				}
			});
		});
	}

	@Test
	void fallbackWhenInterruptedLeavesTheInterruptToTheCaller() {
		this.runner.withBean(Interrupted.class).run((context) -> {
			AtomicBoolean noticed = new AtomicBoolean();
			Thread caller = new Thread(() -> {
				try {
					context.getBean(Interrupted.class).call();
					noticed.set(Thread.currentThread().isInterrupted());
				}
				catch (InterruptedException ex) {
					noticed.set(true);
				}
			});

			caller.start();
			caller.join();

			assertThat(noticed).isTrue();
		});
	}

	private static Object fail() throws IOException {
		throw new IOException("down");
	}

	private static <T> T client(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> (method.getDeclaringClass() == Object.class)
						? method.invoke(type, arguments) : handler.invoke(proxy, method, arguments)));
	}

	static class Wider {

		protected Number none(Exception ex) {
			return 4;
		}

	}

	static class Narrower extends Wider {

		@Fallback("none")
		public Number call() {
			throw new IllegalStateException();
		}

		@Override
		protected Integer none(Exception ex) {
			return 5;
		}

	}

	static class Client {

		private final String dependency = String.valueOf("dependency");

		@Fallback("none")
		public String call(String value) {
			throw new IllegalStateException();
		}

		private String none(String value) {
			return this.dependency + " " + value;
		}

	}

	static class ProxyOfOnesOwn {

		@Bean
		Client client() {
			ProxyFactory factory = new ProxyFactory(new Client());
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
			return (Client) factory.getProxy();
		}

	}

	static class OtherProxyCreator {

		@Bean
		static BeanNameAutoProxyCreator otherProxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("client");
			creator.setInterceptorNames("other");
			creator.setProxyTargetClass(true);
			creator.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return creator;
		}

		@Bean
		static MethodInterceptor other() {
			return MethodInvocation::proceed;
		}

	}

	@Fallback("none")
	static class ClassWithPublicFallback {

		public String get(String id) {
			throw new IllegalStateException();
		}

		public String none(String id) {
			return "none " + id;
		}

	}

	@CircuitBreaker("guarded")
	@Fallback("none")
	interface GuardedInterface {

		String get(String id) throws IOException;

		default String none(String id, Exception ex) {
			return "none " + id;
		}

	}

	interface HttpClient {

		@CircuitBreaker("http")
		@Fallback("none")
		String get(String id) throws IOException;

		@Fallback("none")
		String find(String id) throws IOException;

		default String none(String id, Exception ex) {
			return "none " + id;
		}

	}

	interface Operation {

		@Retry("operation")
		String run(String value);

	}

	static class LambdaBean {

		@Bean
		Operation operation() {
			return (value) -> value;
		}

	}

	static class Main {

		@Fallback("other::none")
		public String call() {
			throw new IllegalStateException();
		}

	}

	interface Shown {

		@Retry("other")
		String shown();

	}

	static class Other implements Shown {

		@Override
		public String shown() {
			return "";
		}

		public String none() {
			return "none";
		}

	}

	static class Interrupted {

		@Fallback("none")
		public String call() throws InterruptedException {
			throw new InterruptedException();
		}

		private String none() {
			return "none";
		}

	}

}
