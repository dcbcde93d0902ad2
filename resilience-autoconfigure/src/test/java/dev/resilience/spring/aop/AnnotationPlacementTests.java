package dev.resilience.spring.aop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.Retry;
import dev.resilience.retry.RetrySnapshot;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where annotations may stand, and on what kinds of beans.
 */
class AnnotationPlacementTests {

	private static final List<PolicyType> BREAKER = List.of(PolicyType.CIRCUIT_BREAKER);

	private static final List<PolicyType> RETRY = List.of(PolicyType.RETRY);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
		.withPropertyValues("resilience.defaults.retry.wait-duration=0");

	@Test
	void annotationOnMethodCoversThatMethod() {
		this.runner.withBean(OnMethods.class).run((context) -> {
			assertThat(guarded(context)).containsOnlyKeys("method:publicOne", "method:packagePrivateOne",
					"method:protectedOne");
			OnMethods bean = context.getBean(OnMethods.class);
			assertThat(bean.publicOne() + bean.packagePrivateOne() + bean.protectedOne()).isEqualTo(333);
			assertThatIllegalStateException().isThrownBy(bean::unguarded);
		});
	}

	@Test
	void annotationOnClassCoversPublicMethodsButObjects() {
		this.runner.withBean(OnClass.class)
			.run((context) -> assertThat(guarded(context))
				.isEqualTo(Map.of("class:first", BREAKER, "class:inherited", BREAKER, "method:replaced", BREAKER,
						"class:added", List.of(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER), "added:added",
						List.of(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER))));
	}

	@Test
	void annotationOnInterfaceCoversItsMethodsOnly() {
		this.runner.withBean(OnInterface.class)
			.run((context) -> assertThat(guarded(context)).containsOnlyKeys("interface:ofInterface",
					"interface:ofDefault", "parent:ofParent"));
	}

	@Test
	void annotationOnMethodOfInterfaceCoversTheImplementation() {
		for (String targetClass : List.of("true", "false")) {
			this.runner.withPropertyValues("spring.aop.proxy-target-class=" + targetClass)
				.withBean(Implementation.class)
				.run((context) -> {
					Contract bean = context.getBean(Contract.class);

					assertThat(AopUtils.isCglibProxy(bean)).isEqualTo(Boolean.valueOf(targetClass));
					assertThat(bean.call("x")).isEqualTo(3);
					assertThat(guarded(context)).containsOnlyKeys("contract:call");
				});
		}
	}

	@Test
	void annotationOnGenericInterfaceCoversTheMethodBehindTheBridge() {
		for (String targetClass : List.of("true", "false")) {
			this.runner.withPropertyValues("spring.aop.proxy-target-class=" + targetClass)
				.withBean(GenericImplementation.class)
				.run((context) -> {
					@SuppressWarnings("unchecked") // a bean of its own
					Generic<String> bean = context.getBean(Generic.class);

					assertThat(bean.call("x")).isEqualTo("x3");
					assertThat(bean.onType("x")).isEqualTo("x1");
					assertThat(guarded(context)).containsOnlyKeys("method:call", "type:call", "type:onType");
				});
		}
	}

	@Test
	void annotationOnSuperclassIsInherited() {
		this.runner.withBean(Sub.class).run((context) -> {
			assertThat(guarded(context)).containsOnlyKeys("super:inherited", "super:overridden", "sub:again");
			assertThat(context.getBean(Sub.class).overridden()).isEqualTo(3);
		});
	}

	@Test
	void metaAnnotationWithAliasNamesTheInstance() {
		this.runner.withBean(Meta.class).run((context) -> {
			assertThat(guarded(context)).isEqualTo(Map.of("alias:call",
					List.of(PolicyType.FALLBACK, PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER), "fixed:call",
					List.of(PolicyType.FALLBACK, PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER), "alias:typed", RETRY));
			assertThat(context.getBean(Meta.class).call()).isEqualTo("fallback");
		});
	}

	@Test
	void beanWhenPrototypeIsGuardedAndSharesTheInstance() {
		this.runner.withUserConfiguration(Beans.class).run((context) -> {
			Counting first = context.getBean("prototype", Counting.class);
			Counting second = context.getBean("prototype", Counting.class);

			assertThat(first.call() + second.call()).isEqualTo(6);
			assertThat(retries(context, "counting")).isEqualTo(2);
		});
	}

	@Test
	void beanWhenLazyIsGuardedAndChecked() {
		this.runner.withUserConfiguration(Beans.class).run((context) -> {
			assertThat(
					((DefaultListableBeanFactory) context.getSourceApplicationContext().getAutowireCapableBeanFactory())
						.containsSingleton("lazy"))
				.isFalse();
			assertThat(guarded(context)).containsKey("counting:call");
			assertThat(context.getBean("lazy", Counting.class).call()).isEqualTo(3);
		});
	}

	@Test
	void beanWhenDeclaredAsInterfaceIsGuarded() {
		this.runner.withUserConfiguration(Beans.class)
			.run((context) -> assertThat(context.getBean("asInterface", Contract.class).call("x")).isEqualTo(3));
	}

	@Test
	void beanWhenProductOfFactoryIsGuarded() {
		this.runner.withUserConfiguration(Beans.class)
			.run((context) -> assertThat(context.getBean("product", Counting.class).call()).isEqualTo(3));
	}

	@Test
	void beanWhenScopedProxyIsGuardedOnce() {
		this.runner.withUserConfiguration(Beans.class).run((context) -> {
			assertThat(context.getBeanFactory().containsBean(ScopedProxyUtils.getTargetBeanName("scoped"))).isTrue();
			assertThat(context.getBean("scoped", Counting.class).call()).isEqualTo(3);
			assertThat(retries(context, "counting")).isOne();
		});
	}

	@Test
	void beansOfOneClassHaveTheirOwnTargetsAndShareTheInstance() {
		this.runner.withBean("one", Named.class, () -> new Named("one"))
			.withBean("two", Named.class, () -> new Named("two"))
			.run((context) -> {
				assertThat(context.getBean("one", Named.class).call()).isEqualTo("fallback of one");
				assertThat(context.getBean("two", Named.class).call()).isEqualTo("fallback of two");
				assertThat(context.getBean(Resilience.class).find("named").orElseThrow().methods()).hasSize(1);
			});
	}

	@Test
	void callWhileAnotherBeanIsConstructedIsGuarded() {
		this.runner.withBean(CallsEarly.class)
			.withBean(Counting.class)
			.run((context) -> assertThat(context.getBean(CallsEarly.class).result).isEqualTo(3));
	}

	@Test
	void beanWhenProxyOfAnInterfaceIsGuardedWithDefaultMethodAsFallback() {
		InvocationHandler handler = (proxy, method, arguments) -> {
			if (method.isDefault()) {
				return InvocationHandler.invokeDefault(proxy, method, arguments);
			}
			if (method.getDeclaringClass() == Object.class) {
				return method.invoke(this, arguments);
			}
			throw new IllegalStateException(method.getName());
		};
		this.runner
			.withBean(Http.class,
					() -> (Http) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Http.class },
							handler))
			.run((context) -> {
				assertThat(context.getBean(Http.class).get("1")).isEqualTo("none 1");
				assertThat(context.getBean(Http.class).inherited()).isEqualTo("none inherited");
				ResilienceInstance http = context.getBean(Resilience.class).find("http").orElseThrow();
				assertThat(http.methods()).extracting((method) -> method.method())
					.containsExactlyInAnyOrder(Http.class.getName() + "#get(String)",
							ParentHttp.class.getName() + "#inherited()");
			});
	}

	@Test
	void beanWhenLambdaIsGuarded() {
		this.runner.withUserConfiguration(Beans.class)
			.run((context) -> assertThat(context.getBean(Operation.class).run("x")).isEqualTo("none x"));
	}

	@Test
	void beansWhenInitializationIsLazyAreGuardedAndChecked() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Counting.class)
			.run((context) -> {
				assertThat(guarded(context)).containsKey("counting:call");
				assertThat(context.getBean(Counting.class).call()).isEqualTo(3);
			});
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Wrong.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(InvalidGuardsException.class));
	}

	@Test
	void beansWhenAopIsSwitchedOffAndAspectJMissingAreGuarded() {
		this.runner.withPropertyValues("spring.aop.auto=false")
			.withClassLoader(new FilteredClassLoader("org.aspectj"))
			.withBean(Counting.class)
			.run((context) -> assertThat(context.getBean(Counting.class).call()).isEqualTo(3));
	}

	@Test
	void beansWhenAspectJIsThereAreProxiedOnce() {
		this.runner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withBean(CountingAspect.class)
			.withBean(Counting.class)
			.run((context) -> {
				Counting bean = context.getBean(Counting.class);

				assertThat(bean.call()).isEqualTo(3);
				assertThat(context.getBean(CountingAspect.class).calls).isEqualTo(3);
				assertThat(AopUtils.isAopProxy(((Advised) bean).getTargetSource().getTarget())).isFalse();
			});
	}

	@Test
	void libraryWhenSwitchedOffLeavesBeansAlone() {
		this.runner.withPropertyValues("resilience.enabled=false").withBean(Counting.class).run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Counting.class))).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Counting.class).call());
			assertThat(context).doesNotHaveBean(Resilience.class);
		});
	}

	@Test
	void instanceWhenSwitchedOffRunsTheMethodAndKeepsTheFallback() {
		this.runner.withPropertyValues("resilience.instances.named.enabled=false")
			.withBean(Named.class, "one")
			.run((context) -> {
				assertThat(context.getBean(Named.class).call()).isEqualTo("fallback of one");
				assertThat(context.getBean(Named.class).calls()).isOne();
			});
	}

	@Test
	void resilientAppliesWhatIsConfiguredAndLosesToTheMethodsOwn() {
		this.runner.withBean(ResilientBean.class)
			.withPropertyValues("resilience.instances.whole.retry.max-attempts=4",
					"resilience.instances.whole.circuit-breaker.sliding-window-size=100",
					"resilience.defaults.bulkhead.max-concurrent-calls=7",
					"resilience.instances.own.retry.max-attempts=2")
			.run((context) -> {
				assertThat(guarded(context))
					.isEqualTo(Map.of("whole:call", List.of(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER),
							"whole:ownRetry", List.of(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER), "own:ownRetry",
							List.of(PolicyType.RETRY, PolicyType.CIRCUIT_BREAKER)));
				assertThat(context.getBean(ResilientBean.class).call()).isEqualTo(4);
				assertThat(context.getBean(ResilientBean.class).ownRetry()).isEqualTo(2);
			});
	}

	@Test
	void resilientWhenSectionIsEmptyAppliesThePolicy() {
		this.runner.withBean(ResilientBean.class)
			.withPropertyValues("resilience.instances.whole.bulkhead=", "resilience.instances.own.retry.max-attempts=2")
			.run((context) -> assertThat(guarded(context)).containsEntry("whole:call", List.of(PolicyType.BULKHEAD)));
	}

	/** Instance and method to the policies of the method. */
	private static Map<String, List<PolicyType>> guarded(ApplicationContext context) {
		Map<String, List<PolicyType>> guarded = new TreeMap<>();
		for (ResilienceInstance instance : context.getBean(Resilience.class).instances()) {
			guarded.putAll(instance.methods()
				.stream()
				.collect(Collectors.toMap(
						(method) -> instance.name() + ":" + method.method().replaceAll(".*#(.*)\\(.*", "$1"),
						(method) -> method.policies())));
		}
		return guarded;
	}

	private static long retries(ApplicationContext context, String instance) {
		return ((RetrySnapshot) context.getBean(Resilience.class)
			.find(instance)
			.flatMap((found) -> found.policy(PolicyType.RETRY))
			.orElseThrow()
			.snapshot()).succeededWithRetry();
	}

	/** Fails twice, then tells how often it was called. */
	static class Flaky {

		private int calls;

		int attempt() {
			if (++this.calls % 3 != 0) {
				throw new IllegalStateException();
			}
			return 3;
		}

	}

	static class OnMethods {

		private final Flaky flaky = new Flaky();

		@Retry("method")
		public int publicOne() {
			return this.flaky.attempt() * 100;
		}

		@Retry("method")
		int packagePrivateOne() {
			return this.flaky.attempt() * 10;
		}

		@Retry("method")
		protected int protectedOne() {
			return this.flaky.attempt();
		}

		public int unguarded() {
			return this.flaky.attempt();
		}

	}

	static class Base {

		public void inherited() {
		}

	}

	@CircuitBreaker("class")
	static class OnClass extends Base {

		public void first() {
		}

		@CircuitBreaker("method")
		public void replaced() {
		}

		@Retry("added")
		public void added() {
		}

		void packagePrivateOne() {
		}

		protected void protectedOne() {
		}

	}

	@Retry("parent")
	interface ParentInterface {

		void ofParent();

	}

	@Retry("interface")
	interface AnnotatedInterface {

		void ofInterface();

		default void ofDefault() {
		}

	}

	static class OnInterface implements AnnotatedInterface, ParentInterface {

		@Override
		public void ofInterface() {
		}

		@Override
		public void ofParent() {
		}

		public void own() {
		}

	}

	interface Contract {

		@Retry("contract")
		int call(String value);

	}

	static class Implementation implements Contract {

		private final Flaky flaky = new Flaky();

		@Override
		public int call(String value) {
			return this.flaky.attempt();
		}

	}

	@CircuitBreaker("type")
	interface Generic<T> {

		@Retry("method")
		String call(T value);

		String onType(T value);

	}

	static class GenericImplementation implements Generic<String> {

		private final Flaky flaky = new Flaky();

		@Override
		public String call(String value) {
			return value + this.flaky.attempt();
		}

		@Override
		public String onType(String value) {
			return value + 1;
		}

	}

	static class Super {

		final Flaky flaky = new Flaky();

		@Retry("super")
		public void inherited() {
		}

		@Retry("super")
		public int overridden() {
			return 0;
		}

		@Retry("super")
		public void again() {
		}

	}

	static class Sub extends Super {

		@Override
		public int overridden() {
			return this.flaky.attempt();
		}

		@Override
		@Retry("sub")
		public void again() {
		}

	}

	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Retry("")
	@interface Aliased {

		@AliasFor(annotation = Retry.class, attribute = "value")
		String name();

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@CircuitBreaker("fixed")
	@Fallback("fallback")
	@interface Fixed {

	}

	@Aliased(name = "alias")
	static class Meta {

		@Aliased(name = "alias")
		@Fixed
		public String call() {
			throw new IllegalStateException();
		}

		public void typed() {
		}

		private String fallback() {
			return "fallback";
		}

	}

	/** Public, since its proxy may come from another class loader. */
	public static class Counting {

		private final Flaky flaky = new Flaky();

		@Retry("counting")
		public int call() {
			return this.flaky.attempt();
		}

	}

	static class Beans {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Counting prototype() {
			return new Counting();
		}

		@Bean
		@Lazy
		Counting lazy() {
			return new Counting();
		}

		@Bean
		Contract asInterface() {
			return new Implementation();
		}

		@Bean
		FactoryBean<Counting> product() {
			return new FactoryBean<>() {

				@Override
				public Counting getObject() {
					return new Counting();
				}

				@Override
				public Class<?> getObjectType() {
					return Counting.class;
				}

			};
		}

		@Bean
		@Scope(value = BeanDefinition.SCOPE_SINGLETON, proxyMode = ScopedProxyMode.TARGET_CLASS)
		Counting scoped() {
			return new Counting();
		}

		@Bean
		Operation operation() {
			return (value) -> {
				throw new IllegalStateException();
			};
		}

	}

	static class Named {

		private final String name;

		private int calls;

		Named(String name) {
			this.name = name;
		}

		@Retry("named")
		@Fallback("fallback")
		public String call() {
			this.calls++;
			throw new IllegalStateException();
		}

		int calls() {
			return this.calls;
		}

		private String fallback() {
			return "fallback of " + this.name;
		}

	}

	static class CallsEarly {

		private final Counting counting;

		int result;

		CallsEarly(Counting counting) {
			this.counting = counting;
		}

		@PostConstruct
		void call() {
			this.result = this.counting.call();
		}

	}

	interface ParentHttp {

		@Bulkhead("http")
		@Fallback("none")
		String inherited();

		default String none() {
			return "none inherited";
		}

	}

	interface Http extends ParentHttp {

		@CircuitBreaker("http")
		@Fallback("none")
		String get(String id);

		default String none(String id, Exception ex) {
			return "none " + id;
		}

	}

	interface Operation {

		@Retry("operation")
		@Fallback("none")
		String run(String value);

		default String none(String value) {
			return "none " + value;
		}

	}

	static class Wrong {

		@Retry("")
		public void call() {
		}

	}

	@Aspect
	static class CountingAspect {

		int calls;

		@Before("execution(* dev.resilience.spring.aop.AnnotationPlacementTests.Counting.call())")
		public void count() {
			this.calls++;
		}

	}

	static class ResilientBean {

		private final Flaky flaky = new Flaky();

		private int calls;

		@Resilient("whole")
		public int call() {
			if (++this.calls < 4) {
				throw new IllegalStateException();
			}
			this.calls = 0;
			return 4;
		}

		@Resilient("whole")
		@Retry("own")
		public int ownRetry() {
			if (++this.calls < 2) {
				throw new IllegalStateException();
			}
			return this.calls;
		}

	}

}
