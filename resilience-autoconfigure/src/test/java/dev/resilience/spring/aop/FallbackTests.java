package dev.resilience.spring.aop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.resilience.BulkheadFullException;
import dev.resilience.CallRejectedException;
import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.fallback.FallbackSnapshot;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.testing.RecordingListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which fallback answers, for what, and with what.
 */
class FallbackTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
		.withPropertyValues("resilience.defaults.retry.wait-duration=0");

	private <T> void with(Class<T> type, Check<T> check) {
		this.runner.withBean(type).run((context) -> {
			assertThat(context).hasNotFailed();
			check.on(context.getBean(type));
		});
	}

	@Test
	void fallbackWhenExceptionVariesIsTheMostSpecificOverload() {
		with(Overloads.class, (bean) -> {
			assertThat(bean.call("a", new FileNotFoundException())).isEqualTo("a file");
			assertThat(bean.call("a", new IOException())).isEqualTo("a io");
			assertThat(bean.call("a", new UncheckedIOException(new IOException()))).isEqualTo("a runtime");
			assertThat(bean.call("a", new IllegalStateException())).isEqualTo("state without arguments");
			assertThat(bean.call("a", new Exception())).isEqualTo("a any");
		});
	}

	@Test
	void fallbackWithoutExceptionWhenNoOverloadTakesItAnswers() {
		with(WithoutException.class, (bean) -> {
			assertThat(bean.call(new FileNotFoundException())).isEqualTo("io");
			assertThat(bean.call(new IllegalStateException())).isEqualTo("none");
		});
	}

	@Test
	void fallbackWhenNoRungTakesTheExceptionLetsItThrough() {
		with(OnlyIo.class, (bean) -> {
			IllegalStateException failure = new IllegalStateException("state");

			assertThat(bean.call(new IOException())).isEqualTo("io");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bean.call(failure))
				.isSameAs(failure)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		});
	}

	@Test
	void fallbackWhenRungDoesNotTakeTheExceptionPassesItOver() {
		with(PassedOver.class, (bean) -> {
			assertThat(bean.call(new IOException())).isEqualTo("first");
			assertThat(bean.call(new IllegalStateException())).isEqualTo("second");
		});
	}

	@Test
	void fallbackWhenPrivateStaticOrInheritedAnswersOnTheTarget() {
		with(Visibilities.class, (bean) -> {
			bean.name = "bean";

			assertThat(bean.privateOne("x")).isEqualTo("private Visibilities x");
			assertThat(bean.staticOne("x")).isEqualTo("static x");
			assertThat(bean.inheritedOne("x")).isEqualTo("inherited Visibilities x");
			assertThat(bean.inheritedPrivateOne("x")).isEqualTo("inherited private Visibilities x");
			assertThat(bean.overriddenOne("x")).isEqualTo("overriding x");
			assertThat(bean.defaultOne("x")).isEqualTo("default x");
			assertThat(bean.staticPrivateOne("x")).isEqualTo("static private x");
		});
	}

	@Test
	void fallbackWhenItUsesFieldsSeesThoseOfTheTarget() {
		with(Fields.class, (bean) -> assertThat(bean.call("x")).isEqualTo("injected x"));
	}

	@Test
	void fallbackWhenGenericAnswers() {
		with(Generics.class, (bean) -> {
			assertThat(bean.typeVariable("x")).isEqualTo("anything");
			assertThat(bean.genericParameter("x")).isEqualTo("generic x");
			assertThat(bean.list("x")).containsExactly("array list");
			assertThat(bean.subclassOfList("x")).containsExactly("names");
			assertThat(bean.optional()).contains("none");
			assertThat(bean.widerParameter("x")).isEqualTo("wider x");
		});
	}

	@Test
	void fallbackOfGenericSuperclassAnswers() {
		with(ProductStore.class, (bean) -> {
			assertThat(bean.find(7)).isEqualTo(new Product("fallback 7"));
			assertThat(bean.findAll(7)).containsExactly(new Product("all 7"));
		});
	}

	@Test
	void fallbackOfGenericInterfaceAnswers() {
		with(ProductRepository.class, (bean) -> assertThat(bean.load("7")).isEqualTo(new Product("default")));
	}

	@Test
	void fallbackWhenParametersArePrimitiveAnswers() {
		with(Primitives.class, (bean) -> {
			assertThat(bean.add(1, 2L)).isEqualTo(-3);
			assertThat(bean.boxed(3)).isEqualTo(-3);
			assertThat(bean.flag(true, 'c', 1.5)).isTrue();
			assertThat(bean.array(new int[] { 1, 2 })).containsExactly(2);
		});
	}

	@Test
	void fallbackWhenMethodIsVoidRuns() {
		with(Voids.class, (bean) -> {
			bean.call("a");
			bean.returning("b");

			assertThat(bean.log()).containsExactly("void a", "value b");
		});
	}

	@Test
	void fallbackWhenVarargsTakesTheWholeArray() {
		with(Varargs.class, (bean) -> {
			assertThat(bean.call("a", "b", "c")).isEqualTo("a[b, c]");
			assertThat(bean.call("a")).isEqualTo("a[]");
		});
	}

	@Test
	void fallbackWhenReturnTypeIsCovariantAnswers() {
		with(Covariant.class, (bean) -> assertThat(bean.number()).isEqualTo(42));
	}

	@Test
	void fallbackWhenItReturnsNullAnswersNull() {
		with(Nulls.class, (bean) -> assertThat(bean.call(null)).isNull());
	}

	@Test
	void ladderWhenRungThrowsTriesTheNext() {
		this.runner.withBean(Ladder.class).withBean(RecordingListener.class).run((context) -> {
			Ladder bean = context.getBean(Ladder.class);

			assertThat(bean.call("ok")).isEqualTo("ok");
			assertThat(bean.call("full")).isEqualTo("full product");
			assertThat(bean.call("basic")).isEqualTo("basic product");
			assertThat(bean.call("generic")).isEqualTo("generic page");
			assertThat(context.getBean(RecordingListener.class).events()).containsExactly("Ladder.call: fallback full",
					"Ladder.call: fallback failed full", "Ladder.call: fallback basic",
					"Ladder.call: fallback failed full", "Ladder.call: fallback failed basic",
					"Ladder.call: fallback generic");
			assertThat(fallback(context.getBean(Resilience.class), "Ladder.call"))
				.isEqualTo(new FallbackSnapshot(3, 0));
		});
	}

	@Test
	void ladderWhenLastRungThrowsCarriesTheOriginalAsSuppressed() {
		this.runner.withBean(FailingLadder.class).run((context) -> {
			FailingLadder bean = context.getBean(FailingLadder.class);

			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(bean::call)
				.withMessage("second rung")
				.satisfies((ex) -> assertThat(ex.getSuppressed()[0]).isInstanceOf(IOException.class)
					.hasMessage("original"));
			assertThat(fallback(context.getBean(Resilience.class), "FailingLadder.call"))
				.isEqualTo(new FallbackSnapshot(0, 1));
		});
	}

	@Test
	void fallbackWhenItRethrowsTheOriginalLetsItThrough() {
		with(Rethrows.class, (bean) -> {
			IOException failure = new IOException("original");

			assertThatExceptionOfType(IOException.class).isThrownBy(() -> bean.call(failure))
				.isSameAs(failure)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		});
	}

	@Test
	void fallbackWhenExceptionIsNotOnAndExceptDecide() {
		with(OnExcept.class, (bean) -> {
			assertThat(bean.call(new IOException())).isEqualTo("fallback");
			assertThatExceptionOfType(FileNotFoundException.class)
				.isThrownBy(() -> bean.call(new FileNotFoundException()));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> bean.call(new IllegalStateException()));
		});
	}

	@Test
	void fallbackWhenErrorIsThrownAnswersOnlyWhereOnNamesIt() {
		with(Errors.class, (bean) -> {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> bean.usual(new StackOverflowError()));
			assertThat(bean.named(new StackOverflowError())).isEqualTo("error");
			assertThat(bean.throwable(new AssertionError())).isEqualTo("throwable");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> bean.named(new AssertionError()));
		});
	}

	@Test
	void fallbackWhenBulkheadIsFullTakesTheRejection() {
		this.runner.withBean(Rejected.class)
			.withPropertyValues("resilience.instances.closed.bulkhead.max-concurrent-calls=0")
			.run((context) -> {
				Rejected bean = context.getBean(Rejected.class);

				assertThat(bean.call("x")).isEqualTo("x rejected by closed");
				assertThat(bean.parent("x")).isEqualTo("x rejected: closed BULKHEAD");
			});
	}

	@Test
	void fallbackOfOtherBeanWhenThatIsGuardedGoesThroughItsProxy() {
		this.runner.withBean("client", Client.class).withBean("backup", Backup.class).run((context) -> {
			Client client = context.getBean(Client.class);
			Backup backup = (Backup) AopTestUtils.getUltimateTargetObject(context.getBean("backup"));

			assertThat(client.charge("order")).isEqualTo("backup order after 3");
			assertThat(backup.calls).isEqualTo(3);
		});
	}

	@Test
	void fallbackOfOtherBeanWhenProtectedOrPackagePrivateAnswers() {
		this.runner.withBean("client", Client.class).withBean("backup", Backup.class).run((context) -> {
			Client client = context.getBean(Client.class);

			assertThat(client.packagePrivate("x")).isEqualTo("package x");
			assertThat(client.staticOne("x")).isEqualTo("static x");
		});
	}

	@Test
	void fallbackOfOtherBeanWhenThatFailsTriesTheNextRung() {
		this.runner.withBean("client", Client.class)
			.withBean("backup", Backup.class)
			.run((context) -> assertThat(context.getBean(Client.class).ladder("order")).isEqualTo("own order"));
	}

	@Test
	void fallbackWhenRetriedRunsOnceAfterAllAttempts() {
		this.runner.withBean(Retried.class).run((context) -> {
			Retried bean = context.getBean(Retried.class);

			assertThat(bean.call()).isEqualTo("calls 3, fallbacks 1");
		});
	}

	@Test
	void fallbackAloneIsShownUnderClassAndMethod() {
		this.runner.withBean(Voids.class).run((context) -> {
			Resilience resilience = context.getBean(Resilience.class);

			assertThat(resilience.instances()).extracting(ResilienceInstance::name)
				.containsExactly("Voids.call", "Voids.returning");
			assertThat(resilience.find("Voids.call").orElseThrow().methods()).singleElement()
				.satisfies((method) -> assertThat(method.method())
					.isEqualTo(FallbackTests.class.getName() + "$Voids#call(String)"));
		});
	}

	@Test
	void fallbackWhenMethodHasSeveralNamesIsShownUnderTheOutermost() {
		this.runner.withBean(SeveralNames.class).run((context) -> {
			Resilience resilience = context.getBean(Resilience.class);
			context.getBean(SeveralNames.class).call();

			assertThat(types(resilience, "outer")).containsExactly(PolicyType.FALLBACK, PolicyType.RETRY);
			assertThat(types(resilience, "middle")).containsExactly(PolicyType.CIRCUIT_BREAKER);
			assertThat(types(resilience, "inner")).containsExactly(PolicyType.BULKHEAD);
			assertThat(fallback(resilience, "outer")).isEqualTo(new FallbackSnapshot(1, 0));
		});
	}

	private static List<PolicyType> types(Resilience resilience, String instance) {
		return resilience.find(instance).orElseThrow().policies().stream().map((policy) -> policy.type()).toList();
	}

	private static FallbackSnapshot fallback(Resilience resilience, String instance) {
		return (FallbackSnapshot) resilience.find(instance)
			.flatMap((found) -> found.policy(PolicyType.FALLBACK))
			.orElseThrow()
			.snapshot();
	}

	interface Check<T> {

		void on(T bean) throws Throwable;

	}

	static class Overloads {

		@Fallback("fallback")
		String call(String value, Exception failure) throws Exception {
			throw failure;
		}

		private String fallback(String value, Exception failure, Exception ex) {
			return value + " any";
		}

		private String fallback(String value, Exception failure, FileNotFoundException ex) {
			return value + " file";
		}

		private String fallback(String value, Exception failure, IOException ex) {
			return value + " io";
		}

		private String fallback(String value, Exception failure, RuntimeException ex) {
			return value + " runtime";
		}

		private String fallback(IllegalStateException ex) {
			return "state without arguments";
		}

	}

	static class WithoutException {

		@Fallback("fallback")
		public String call(Exception failure) throws Exception {
			throw failure;
		}

		private String fallback(Exception failure, IOException ex) {
			return "io";
		}

		private String fallback() {
			return "none";
		}

	}

	static class OnlyIo {

		@Fallback("fallback")
		public String call(Throwable failure) throws Throwable {
			throw failure;
		}

		private String fallback(Throwable failure, IOException ex) {
			return "io";
		}

	}

	static class PassedOver {

		@Fallback({ "first", "second" })
		public String call(Exception failure) throws Exception {
			throw failure;
		}

		private String first(Exception failure, IOException ex) {
			return "first";
		}

		private String second() {
			return "second";
		}

	}

	interface WithDefault {

		default String ofInterface(String value) {
			return "default " + value;
		}

	}

	static class Parent {

		String name = "parent";

		String inherited(String value) {
			return "inherited " + getClass().getSimpleName() + " " + value;
		}

		private String inheritedPrivate(String value) {
			return "inherited private " + getClass().getSimpleName() + " " + value;
		}

		protected String overridden(String value, Exception ex) {
			return "overridden " + value;
		}

	}

	static class Visibilities extends Parent implements WithDefault {

		@Fallback("ofPrivate")
		public String privateOne(String value) {
			throw new IllegalStateException();
		}

		private String ofPrivate(String value) {
			return "private " + getClass().getSimpleName() + " " + value;
		}

		@Fallback("ofStatic")
		public String staticOne(String value) {
			throw new IllegalStateException();
		}

		static String ofStatic(String value, Exception ex) {
			return "static " + value;
		}

		@Fallback("ofStaticPrivate")
		public String staticPrivateOne(String value) {
			throw new IllegalStateException();
		}

		private static String ofStaticPrivate(String value) {
			return "static private " + value;
		}

		@Fallback("inherited")
		public String inheritedOne(String value) {
			throw new IllegalStateException();
		}

		@Fallback("inheritedPrivate")
		public String inheritedPrivateOne(String value) {
			throw new IllegalStateException();
		}

		@Fallback("overridden")
		public String overriddenOne(String value) {
			throw new IllegalStateException();
		}

		@Override
		protected String overridden(String value, Exception ex) {
			return "overriding " + value;
		}

		@Fallback("ofInterface")
		public String defaultOne(String value) {
			throw new IllegalStateException();
		}

	}

	static class Fields {

		private final String dependency = String.valueOf("injected");

		@Fallback("fallback")
		public String call(String value) {
			throw new IllegalStateException();
		}

		private String fallback(String value) {
			return this.dependency + " " + value;
		}

	}

	static class Names extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

	}

	static class Generics {

		@Fallback("anything")
		public String typeVariable(String value) {
			throw new IllegalStateException();
		}

		@SuppressWarnings("unchecked") // as users write it
		private <T> T anything(Exception ex) {
			return (T) "anything";
		}

		@Fallback("ofParameter")
		public String genericParameter(String value) {
			throw new IllegalStateException();
		}

		private <T, E extends Exception> String ofParameter(T value, E ex) {
			return "generic " + value;
		}

		@Fallback("ofList")
		public List<String> list(String value) {
			throw new IllegalStateException();
		}

		private ArrayList<String> ofList(String value) {
			return new ArrayList<>(List.of("array list"));
		}

		@Fallback("ofSubclass")
		public List<String> subclassOfList(String value) {
			throw new IllegalStateException();
		}

		private Names ofSubclass(String value) {
			Names names = new Names();
			names.add("names");
			return names;
		}

		@Fallback("ofOptional")
		public Optional<String> optional() {
			throw new IllegalStateException();
		}

		private <T> Optional<T> ofOptional() {
			return Optional.of(cast("none"));
		}

		@SuppressWarnings("unchecked") // as users write it
		private static <T> T cast(Object value) {
			return (T) value;
		}

		@Fallback("ofWider")
		public String widerParameter(String value) {
			throw new IllegalStateException();
		}

		private String ofWider(CharSequence value, Throwable ex) {
			return "wider " + value;
		}

	}

	record Product(String name) {
	}

	abstract static class Store<K, V> {

		@Fallback("none")
		public V find(K key) {
			throw new IllegalStateException();
		}

		@Fallback("all")
		public List<V> findAll(K key) {
			throw new IllegalStateException();
		}

		protected abstract V none(K key, RuntimeException ex);

		protected abstract List<V> all(K key);

	}

	static class ProductStore extends Store<Integer, Product> {

		@Override
		protected Product none(Integer key, RuntimeException ex) {
			return new Product("fallback " + key);
		}

		@Override
		protected List<Product> all(Integer key) {
			return List.of(new Product("all " + key));
		}

	}

	interface Repository<K, V> {

		@Fallback("none")
		V load(K key);

		V empty();

		default V none(K key, Exception ex) {
			return empty();
		}

	}

	static class ProductRepository implements Repository<String, Product> {

		@Override
		public Product load(String key) {
			throw new IllegalStateException();
		}

		@Override
		public Product empty() {
			return new Product("default");
		}

	}

	static class Primitives {

		@Fallback("ofAdd")
		public int add(int left, long right) {
			throw new IllegalStateException();
		}

		private int ofAdd(int left, long right, Exception ex) {
			return (int) -(left + right);
		}

		@Fallback("ofBoxed")
		public Integer boxed(int value) {
			throw new IllegalStateException();
		}

		private int ofBoxed(Integer value) {
			return -value;
		}

		@Fallback("ofFlag")
		public boolean flag(boolean flag, char letter, double number) {
			throw new IllegalStateException();
		}

		private Boolean ofFlag(boolean flag, char letter, double number) {
			return flag && letter == 'c' && number == 1.5;
		}

		@Fallback("ofArray")
		public int[] array(int[] numbers) {
			throw new IllegalStateException();
		}

		private int[] ofArray(int[] numbers) {
			return new int[] { numbers.length };
		}

	}

	static class Voids {

		private final List<String> log = new ArrayList<>();

		List<String> log() {
			return this.log;
		}

		@Fallback("ofVoid")
		public void call(String value) {
			throw new IllegalStateException();
		}

		private void ofVoid(String value, Exception ex) {
			this.log.add("void " + value);
		}

		@Fallback("ofReturning")
		public void returning(String value) {
			throw new IllegalStateException();
		}

		private String ofReturning(String value) {
			this.log.add("value " + value);
			return value;
		}

	}

	static class Varargs {

		@Fallback("fallback")
		public String call(String first, String... more) {
			throw new IllegalStateException();
		}

		private String fallback(String first, String... more) {
			return first + Arrays.toString(more);
		}

	}

	static class Covariant {

		@Fallback("fallback")
		public Number number() {
			throw new IllegalStateException();
		}

		private Integer fallback() {
			return 42;
		}

	}

	static class Nulls {

		@Fallback("fallback")
		public @Nullable String call(@Nullable String value) {
			throw new IllegalStateException();
		}

		private @Nullable String fallback(@Nullable String value) {
			return value;
		}

	}

	static class Ladder {

		@Fallback({ "full", "basic", "generic" })
		public String call(String what) throws IOException {
			if (what.equals("ok")) {
				return what;
			}
			throw new IOException();
		}

		private String full(String what) {
			if (!what.equals("full")) {
				throw new IllegalStateException("full");
			}
			return "full product";
		}

		private String basic(String what, IOException ex) {
			if (!what.equals("basic")) {
				throw new IllegalStateException("basic");
			}
			return "basic product";
		}

		private String generic() {
			return "generic page";
		}

	}

	static class FailingLadder {

		@Fallback({ "first", "second" })
		public String call() throws IOException {
			throw new IOException("original");
		}

		private String first() {
			throw new IllegalStateException("first rung");
		}

		private String second() {
			throw new UnsupportedOperationException("second rung");
		}

	}

	static class Rethrows {

		@Fallback("fallback")
		public String call(IOException failure) throws IOException {
			throw failure;
		}

		private String fallback(IOException failure, IOException ex) throws IOException {
			throw ex;
		}

	}

	static class OnExcept {

		@Fallback(value = "fallback", on = IOException.class, except = FileNotFoundException.class)
		public String call(Exception failure) throws Exception {
			throw failure;
		}

		private String fallback(Exception failure) {
			return "fallback";
		}

	}

	static class Errors {

		@Fallback("fallback")
		public String usual(Error failure) {
			throw failure;
		}

		@Fallback(value = "fallback", on = StackOverflowError.class)
		public String named(Error failure) {
			throw failure;
		}

		@Fallback(value = "ofThrowable", on = Throwable.class)
		public String throwable(Error failure) {
			throw failure;
		}

		private String fallback(Error failure, Throwable ex) {
			return "error";
		}

		private String ofThrowable(Error failure, Throwable ex) {
			return "throwable";
		}

	}

	static class Rejected {

		@Bulkhead("closed")
		@Fallback("full")
		public String call(String value) {
			return value;
		}

		private String full(String value, BulkheadFullException ex) {
			return value + " rejected by " + ex.instance();
		}

		@Bulkhead("closed")
		@Fallback("rejected")
		public String parent(String value) {
			return value;
		}

		private String rejected(String value, CallRejectedException ex) {
			return value + " rejected: " + ex.instance() + " " + ex.policy();
		}

	}

	static class Client {

		@Fallback("backup::charge")
		public String charge(String order) throws IOException {
			throw new IOException();
		}

		@Fallback("backup::packagePrivate")
		public String packagePrivate(String order) throws IOException {
			throw new IOException();
		}

		@Fallback("backup::ofStatic")
		public String staticOne(String order) throws IOException {
			throw new IOException();
		}

		@Fallback({ "backup::failing", "own" })
		public String ladder(String order) throws IOException {
			throw new IOException();
		}

		private String own(String order) {
			return "own " + order;
		}

	}

	static class Backup {

		int calls;

		@Retry("backup")
		public String charge(String order, IOException ex) {
			if (++this.calls < 3) {
				throw new IllegalStateException();
			}
			return "backup " + order + " after " + this.calls;
		}

		String packagePrivate(String order) {
			return "package " + order;
		}

		static String ofStatic(String order) {
			return "static " + order;
		}

		public String failing() {
			throw new IllegalStateException();
		}

	}

	static class Retried {

		private int calls;

		private int fallbacks;

		@Retry("retried")
		@CircuitBreaker("retried")
		@Fallback("fallback")
		public String call() {
			this.calls++;
			throw new IllegalStateException();
		}

		private String fallback() {
			this.fallbacks++;
			return "calls " + this.calls + ", fallbacks " + this.fallbacks;
		}

	}

	static class SeveralNames {

		@Bulkhead("inner")
		@CircuitBreaker("middle")
		@Retry("outer")
		@Fallback("fallback")
		public String call() {
			throw new IllegalStateException();
		}

		private String fallback() {
			return "fallback";
		}

	}

}
