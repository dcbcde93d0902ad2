package dev.resilience.spring.aop;

import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.resilience.annotation.StaleIfError;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link StaleIfError} cannot do stops the start, and the text tells how to mend it.
 */
class InvalidStaleIfErrorTests {

	@Test
	void startWhenResultsCannotBeRememberedFailsAndTellsOfAll() {
		FailedStart start = FailedStart.of("", OneShots.class);

		assertThat(start.description()).contains("8 methods cannot be guarded as their annotations ask for:")
			.contains(
					"#stream()\n        returns Stream, which can be read only once, so @StaleIfError cannot remember it")
			.contains("#numbers()\n        returns IntStream, which")
			.contains("#input()\n        returns InputStream, which")
			.contains("#reader()\n        returns Reader, which")
			.contains("#iterator()\n        returns Iterator, which")
			.contains("#optional()\n        returns Stream, which")
			.contains("#entity()\n        returns InputStream, which")
			.contains("#nothing()\n        returns void, so @StaleIfError has no result to remember");
		assertThat(start.action())
			.contains("Return what has been read, a List, a byte[] or a String for example, or remove @StaleIfError")
			.contains("Remove @StaleIfError from the method");
	}

	@Test
	void startWhenKeysAreWrongFailsAndTellsOfAll() {
		FailedStart start = FailedStart.of("", WrongKeys.class);

		assertThat(start.description()).contains("10 methods cannot be guarded as their annotations ask for:")
			.contains("#inner(Order)\n        @StaleIfError key \"'x' + order\" names 'order', which is not known: a")
			.contains(
					"#all(Order)\n        @StaleIfError key \"#root\" is '#root', which is another object at each call")
			.contains("#syntax(Order)\n        @StaleIfError key \"#order.\" is not valid SpEL: ")
			.contains("#unknown(Order)\n        @StaleIfError key \"'x' + #odrer\" names '#odrer', which is not known; "
					+ "known: #order, #p0, #a0, #root.args")
			.contains("#place(Order)\n        @StaleIfError key \"#p1\" names '#p1', which is not known")
			.contains(
					"#bare(Order)\n        @StaleIfError key \"order\" names 'order', which is not known: a parameter is "
							+ "written with #, as in '#order', and all arguments are '#root.args'")
			.contains(
					"#property(Order)\n        @StaleIfError key \"#order.customer.nmae\" names 'nmae', but Customer has "
							+ "no such property")
			.contains(
					"#method(Order)\n        @StaleIfError key \"#order.total()\" names 'total', but Order has no such "
							+ "method")
			.contains(
					"#bean(Order)\n        @StaleIfError key \"@tenant + #order\" uses '@tenant'; a key is made of the "
							+ "arguments alone")
			.contains("#root(Order)\n        @StaleIfError key \"#root.target\" names 'target', which is not known");
		assertThat(start.action()).contains("for example \"#p0\" for the first, or leave the key out");
	}

	@Test
	void startWhenCaffeineIsMissingNamesTheDependency() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
			.withBean(Good.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOfSatisfying(InvalidGuardsException.class, (ex) -> {
					assertThat(ex).hasMessage(Good.class.getName()
							+ "#find(String): @StaleIfError has nowhere to keep results, since Caffeine is not on the class"
							+ " path");
					assertThat(ex.problems().get(0).action())
						.startsWith("Add the dependency com.github.ben-manes.caffeine:caffeine");
				}));
	}

	@Test
	void startWhenCaffeineIsMissingAndNobodyNeedsItSucceeds() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResilienceAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
			.withPropertyValues("resilience.instances.catalog.stale-if-error.max-age=5m")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	public static class Good {

		@StaleIfError("catalog")
		public String find(String id) {
			return id;
		}

	}

	@StaleIfError("catalog")
	public static class OneShots {

		public Stream<String> stream() {
			return Stream.of();
		}

		public IntStream numbers() {
			return IntStream.of();
		}

		public InputStream input() {
			return InputStream.nullInputStream();
		}

		public Reader reader() {
			return Reader.nullReader();
		}

		public Iterator<String> iterator() {
			return Stream.<String>of().iterator();
		}

		public Optional<Stream<String>> optional() {
			return Optional.empty();
		}

		public ResponseEntity<InputStream> entity() {
			return ResponseEntity.ok().build();
		}

		public void nothing() {
		}

		public Iterable<String> fine() {
			return Stream.<String>of().toList();
		}

	}

	public record Customer(String name) {

	}

	public record Order(String id, Customer customer) {

	}

	public static class WrongKeys {

		@StaleIfError(value = "catalog", key = "#order.")
		public String syntax(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "'x' + #odrer")
		public String unknown(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#p1")
		public String place(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "order")
		public String bare(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#order.customer.nmae")
		public String property(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#order.total()")
		public String method(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "@tenant + #order")
		public String bean(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#root.target")
		public String root(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "'x' + order")
		public String inner(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#root")
		public String all(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#order.customer.name.length() + #root.args[0].id")
		public String fine(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "T(java.util.Objects).hash(#order.id, #order?.class, #order.hashCode())")
		public String utility(Order order) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#orders.?[customer != null].![id]")
		public String brackets(List<Order> orders, int page) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#page.intValue() + #map[key] + {id: #map.size()}.toString()")
		public String primitive(Map<String, Order> map, int page) {
			return "";
		}

		@StaleIfError(value = "catalog", key = "#root.args.length + (#this.args[0] ?: 'none')")
		public <T> String generic(T thing) {
			return "";
		}

	}

}
