package dev.resilience.spring.aop;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that cannot be guarded as their annotations ask for stop the start, all of them
 * at once, and the text tells how to mend each.
 */
class InvalidGuardsTests {

	private static final String HERE = InvalidGuardsTests.class.getName();

	@Test
	void startWhenMethodIsPrivateFails() {
		assertProblem(PrivateMethod.class, "PrivateMethod#call(String,int[])",
				"is guarded but private, so no proxy can intercept it",
				"Make the method public and call it from another bean.");
	}

	@Test
	void startWhenMethodIsStaticFails() {
		assertProblem(StaticMethod.class, "StaticMethod#call()", "is guarded but static, so no proxy can intercept it",
				"Make the method an instance method and call it from another bean.");
	}

	@Test
	void startWhenMethodIsFinalFails() {
		assertProblem(FinalMethod.class, "FinalMethod#call()", "is guarded but final, so no proxy can intercept it",
				"Remove 'final' from the method.");
	}

	@Test
	void startWhenPublicMethodOfGuardedClassIsFinalFails() {
		assertProblem(FinalMethodOfGuardedClass.class, "FinalMethodOfGuardedClass#call()",
				"is guarded but final, so no proxy can intercept it",
				"Remove 'final' from the method, or put the annotations on the methods that need them.");
	}

	@Test
	void startWhenClassIsFinalFails() {
		assertProblem(FinalClass.class, "FinalClass#call()",
				"is guarded but " + HERE + "$FinalClass is final, so no proxy can extend it",
				"Remove 'final' from the class, or move the method to another bean.");
	}

	@Test
	void startWhenRecordIsGuardedFails() {
		FailedStart failed = FailedStart.of("", RecordBean.class);

		assertThat(failed.description()).contains("    " + HERE + "$GuardedRecord#call()\n        is guarded but "
				+ HERE + "$GuardedRecord is final, so no proxy can extend it\n");
	}

	@Test
	void startWhenInheritedMethodIsFinalNamesTheClassThatDeclaresIt() {
		assertProblem(InheritsFinal.class, "FinalMethod#call()", "is guarded but final, so no proxy can intercept it",
				"Remove 'final' from the method.");
	}

	@Test
	void startWhenFallbackIsMissingFails() {
		assertProblem(FallbackMissing.class, "FallbackMissing#charge(Order)",
				"@Fallback(\"queue\"): " + HERE + "$FallbackMissing has no other method 'queue'",
				"A fallback takes the parameters (Order) or none, then optionally one exception, and returns String.");
	}

	@Test
	void startWhenFallbackHasWrongParametersNamesCandidates() {
		assertProblem(FallbackParameters.class, "FallbackParameters#charge(Order)",
				"@Fallback(\"queue\"): no method 'queue' of " + HERE
						+ "$FallbackParameters fits. Candidates: String queue(Order,Exception,Exception), "
						+ "String queue(Order,String), String queue(String)",
				"A fallback takes the parameters (Order) or none, then optionally one exception, and returns String.");
	}

	@Test
	void startWhenFallbackReturnsTheWrongTypeNamesCandidates() {
		assertProblem(FallbackReturn.class, "FallbackReturn#count()",
				"@Fallback(\"none\"): no method 'none' of " + HERE
						+ "$FallbackReturn fits. Candidates: String none(), void none(Exception)",
				"A fallback takes no parameters, then optionally one exception, and returns int.");
	}

	@Test
	void startWhenFallbackReturnsTheWrongElementsFails() {
		assertProblem(FallbackGenericReturn.class, "FallbackGenericReturn#names()",
				"@Fallback(\"none\"): no method 'none' of " + HERE
						+ "$FallbackGenericReturn fits. Candidates: List none()",
				"A fallback takes no parameters, then optionally one exception, and returns List.");
	}

	@Test
	void startWhenFallbacksAreForTheSameExceptionFails() {
		assertProblem(FallbackAmbiguous.class, "FallbackAmbiguous#charge(Order)",
				"@Fallback(\"queue\") is ambiguous: String queue(IOException), String queue(Order,IOException) are for "
						+ "the same exception",
				"Remove one of them, or give it another name.");
	}

	@Test
	void startWhenFallbackNamesOnlyTheMethodItselfFails() {
		assertProblem(FallbackSelf.class, "FallbackSelf#charge(Order)",
				"@Fallback(\"charge\"): " + HERE + "$FallbackSelf has no other method 'charge'",
				"A fallback takes the parameters (Order) or none, then optionally one exception, and returns String.");
	}

	@Test
	void startWhenBeanOfFallbackIsUnknownFails() {
		assertProblem(FallbackBeanUnknown.class, "FallbackBeanUnknown#charge(Order)",
				"@Fallback(\"nobody::queue\"): there is no bean 'nobody'",
				"Name a bean of the application context, or a method of the same bean without '::'.");
	}

	@Test
	void startWhenBeanOfFallbackIsNotNamedFails() {
		assertProblem(FallbackBeanEmpty.class, "FallbackBeanEmpty#charge(Order)",
				"@Fallback(\"::queue\"): there is no bean ''",
				"Name a bean of the application context, or a method of the same bean without '::'.");
	}

	@Test
	void startWhenMethodOfOtherBeanIsMissingFails() {
		FailedStart failed = FailedStart.of("", FallbackOtherMissing.class, OtherBean.class);

		assertThat(failed.description()).isEqualTo(description("FallbackOtherMissing#charge(Order)",
				"@Fallback(\"other::nothing\"): " + HERE + "$Other has no method 'nothing'"));
	}

	@Test
	void startWhenFallbackOfOtherBeanIsPrivateFails() {
		FailedStart failed = FailedStart.of("", FallbackOtherPrivate.class, OtherBean.class);

		assertThat(failed.description()).isEqualTo(
				description("FallbackOtherPrivate#charge(Order)", "@Fallback(\"other::secret\"): method 'secret' of "
						+ HERE + "$Other is private, and only a bean's own fallback may be"));
	}

	@Test
	void startWhenSecondRungIsWrongFails() {
		assertProblem(SecondRung.class, "SecondRung#charge(Order)",
				"@Fallback(\"typo\"): " + HERE + "$SecondRung has no other method 'typo'",
				"A fallback takes the parameters (Order) or none, then optionally one exception, and returns String.");
	}

	@Test
	void startWhenFallbackHasNoRungFails() {
		assertProblem(NoRung.class, "NoRung#charge(Order)", "@Fallback names no method",
				"Name at least one method, for example @Fallback(\"fallback\").");
	}

	@Test
	void startWhenNamesAreEmptyFails() {
		FailedStart failed = FailedStart.of("", EmptyNames.class);

		assertThat(failed.description()).startsWith("4 methods cannot be guarded as their annotations ask for:\n\n")
			.contains("EmptyNames#breaker()\n        @CircuitBreaker has an empty name\n")
			.contains("EmptyNames#bulkhead()\n        @Bulkhead has an empty name\n")
			.contains("EmptyNames#retry()\n        @Retry has an empty name\n")
			.contains("EmptyNames#resilient()\n        @Resilient has an empty name\n");
		assertThat(failed.action()).isEqualTo("Give the annotation the name of an instance, for example \"payment\".");
	}

	@Test
	void startWhenPermitsAreOutOfRangeFailsWithAllOtherProblems() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      rate-limiter:
				        limit-for-period: 10
				""", Permits.class);

		assertThat(failed.description()).startsWith("5 methods cannot be guarded as their annotations ask for:\n\n")
			.contains("Permits#tooMany()\n        @RateLimiter(\"payment\") has permits: 11 "
					+ "(expected: >= 1 and <= 10, the limit for a period)\n")
			.contains("Permits#none()\n        @RateLimiter(\"payment\") has permits: 0 "
					+ "(expected: >= 1 and <= 10, the limit for a period)\n")
			.contains("Permits#tooManyForTheDefault()\n        @RateLimiter(\"other\") has permits: 51 "
					+ "(expected: >= 1 and <= 50, the limit for a period)\n")
			.contains("Permits#unnamed()\n        @RateLimiter has an empty name\n")
			.contains("Permits#hidden()\n        is guarded but private, so no proxy can intercept it\n")
			.doesNotContain("#fits()");
		assertThat(failed.action())
			.contains("Change the annotation, or the properties under 'resilience.instances.payment.rate-limiter'.");
	}

	@Test
	void startWhenResilientNameIsNotConfiguredFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  defaults:
				    retry:
				      max-attempts: 2
				  instances:
				    other:
				      retry:
				        max-attempts: 2
				""", NotConfigured.class);

		assertThat(failed.description()).isEqualTo(description("NotConfigured#call()",
				"@Resilient(\"payment\") applies nothing, since no policy is configured for 'payment'"));
		assertThat(failed.action()).isEqualTo("Configure at least one policy under 'resilience.instances.payment', or "
				+ "name a configured instance.");
	}

	@Test
	void startWhenMethodReturnsFutureFails() {
		FailedStart failed = FailedStart.of("", Futures.class);

		assertThat(failed.description()).startsWith("2 methods cannot be guarded as their annotations ask for:\n\n")
			.contains("    " + HERE + "$Futures#future()\n        returns Future, so it returns before its work has "
					+ "ended, and asynchronous methods cannot be guarded yet\n")
			.contains("    " + HERE + "$Futures#completableFuture()\n        returns CompletableFuture, so it returns");
		assertThat(failed.action())
			.isEqualTo("Guard the blocking method that does the work, or remove the annotations.");
	}

	@Test
	void startWhenSeveralMethodsAreWrongReportsAllAtOnce() {
		FailedStart failed = FailedStart.of("", PrivateMethod.class, FinalClass.class, FallbackMissing.class,
				Futures.class, FallbackBeanUnknown.class, StaticMethod.class);

		assertThat(failed.description()).startsWith("7 methods cannot be guarded as their annotations ask for:\n\n")
			.contains("PrivateMethod#call(String,int[])\n", "FinalClass#call()\n", "FallbackMissing#charge(Order)\n",
					"Futures#future()\n", "Futures#completableFuture()\n", "FallbackBeanUnknown#charge(Order)\n",
					"StaticMethod#call()\n");
		assertThat(failed.action().lines()).hasSize(6).doesNotHaveDuplicates();
	}

	@Test
	void startWhenBeanIsCreatedBeforeProxiesFails() {
		FailedStart failed = FailedStart.of("", Early.class, EarlyBean.class);

		assertThat(failed.description()).contains("is guarded but bean '")
			.contains("is not proxied: it was created before proxies could be");
	}

	@Test
	void startWhenTestPutsMockInPlaceOfGuardedBeanSucceeds() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("client", Mockito.mock(EarlyBean.class)))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenProxyDoesNotShowTheMethodFails() {
		FailedStart failed = FailedStart.of("spring.aop.proxy-target-class: false", NotShownBean.class);

		assertThat(failed.description()).isEqualTo(description("NotShown#hidden()",
				"is guarded but bean 'notShown' is proxied by its interfaces, and none has the method"));
		assertThat(failed.action())
			.isEqualTo("Add the method to an interface of the bean, or set spring.aop.proxy-target-class to true.");
	}

	private static void assertProblem(Class<?> bean, String method, String what, String action) {
		FailedStart failed = FailedStart.of("", bean);

		assertThat(failed.description()).isEqualTo(description(method, what));
		assertThat(failed.action()).isEqualTo(action);
	}

	private static String description(String method, String what) {
		return "A method cannot be guarded as its annotations ask for:\n\n    " + HERE + "$" + method + "\n        "
				+ what + "\n";
	}

	record Order(String id) {
	}

	static class Permits {

		@RateLimiter(value = "payment", permits = 10)
		void fits() {
		}

		@RateLimiter(value = "payment", permits = 11)
		void tooMany() {
		}

		@RateLimiter(value = "payment", permits = 0)
		void none() {
		}

		@RateLimiter(value = "other", permits = 51)
		void tooManyForTheDefault() {
		}

		@RateLimiter("")
		void unnamed() {
		}

		@RateLimiter("payment")
		private void hidden() {
		}

	}

	static class PrivateMethod {

		@Retry("payment")
		private void call(String name, int[] numbers) {
		}

	}

	static class StaticMethod {

		@Bulkhead("payment")
		public static void call() {
		}

	}

	static class FinalMethod {

		@CircuitBreaker("payment")
		public final void call() {
		}

	}

	static class InheritsFinal extends FinalMethod {

	}

	@CircuitBreaker("payment")
	static class FinalMethodOfGuardedClass {

		public final void call() {
		}

		public void other() {
		}

		final void notPublic() {
		}

		public static void utility() {
		}

	}

	static final class FinalClass {

		@Retry("payment")
		public void call() {
		}

	}

	record GuardedRecord(String name) {

		@Retry("payment")
		public void call() {
		}

	}

	static class RecordBean {

		@Bean
		GuardedRecord guardedRecord() {
			return new GuardedRecord("name");
		}

	}

	static class FallbackMissing {

		@Fallback("queue")
		public String charge(Order order) {
			return "";
		}

	}

	static class FallbackParameters {

		@Fallback("queue")
		public String charge(Order order) {
			return "";
		}

		String queue(Order order, String reason) {
			return "";
		}

		String queue(String order) {
			return "";
		}

		String queue(Order order, Exception first, Exception second) {
			return "";
		}

	}

	static class FallbackReturn {

		@Fallback("none")
		public int count() {
			return 0;
		}

		String none() {
			return "";
		}

		void none(Exception ex) {
		}

	}

	static class FallbackGenericReturn {

		@Fallback("none")
		public List<String> names() {
			return List.of();
		}

		List<Integer> none() {
			return List.of();
		}

	}

	static class FallbackAmbiguous {

		@Fallback("queue")
		public String charge(Order order) {
			return "";
		}

		String queue(Order order, IOException ex) {
			return "";
		}

		String queue(IOException ex) {
			return "";
		}

	}

	static class FallbackSelf {

		@Fallback("charge")
		public String charge(Order order) {
			return "";
		}

	}

	static class FallbackBeanUnknown {

		@Fallback("nobody::queue")
		public String charge(Order order) {
			return "";
		}

	}

	static class FallbackBeanEmpty {

		@Fallback("::queue")
		public String charge(Order order) {
			return "";
		}

	}

	static class FallbackOtherMissing {

		@Fallback("other::nothing")
		public String charge(Order order) {
			return "";
		}

	}

	static class FallbackOtherPrivate {

		@Fallback("other::secret")
		public String charge(Order order) {
			return "";
		}

	}

	static class Other {

		private String secret(Order order) {
			return "";
		}

	}

	static class OtherBean {

		@Bean
		Other other() {
			return new Other();
		}

	}

	static class SecondRung {

		@Fallback({ "queue", "typo" })
		public String charge(Order order) {
			return "";
		}

		String queue(Order order) {
			return "";
		}

	}

	static class NoRung {

		@Fallback({})
		public String charge(Order order) {
			return "";
		}

	}

	static class EmptyNames {

		@CircuitBreaker("")
		public void breaker() {
		}

		@Bulkhead(" ")
		public void bulkhead() {
		}

		@Retry("")
		public void retry() {
		}

		@Resilient("")
		public void resilient() {
		}

	}

	static class NotConfigured {

		@Resilient("payment")
		public void call() {
		}

	}

	static class Futures {

		@Retry("payment")
		public Future<String> future() {
			return CompletableFuture.completedFuture("");
		}

		@CircuitBreaker("payment")
		public CompletableFuture<String> completableFuture() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class EarlyBean {

		@Retry("payment")
		public void call() {
		}

	}

	static class Early implements BeanFactoryPostProcessor {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			beanFactory.getBean(EarlyBean.class);
		}

	}

	interface Shown {

		void shown();

	}

	static class NotShown implements Shown {

		@Override
		public void shown() {
		}

		@Retry("payment")
		public void hidden() {
		}

	}

	static class NotShownBean {

		@Bean
		NotShown notShown() {
			return new NotShown();
		}

	}

}
