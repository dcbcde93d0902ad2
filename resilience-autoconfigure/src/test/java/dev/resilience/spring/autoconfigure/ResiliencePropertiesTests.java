package dev.resilience.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.resilience.CircuitState;
import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.Setting;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Resilient;
import dev.resilience.annotation.Retry;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.circuitbreaker.CircuitBreakerSnapshot;
import dev.resilience.circuitbreaker.SlidingWindowType;
import dev.resilience.retry.Backoff;
import dev.resilience.retry.RetrySnapshot;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties from a real {@code application.yml} and real environment variables, as the
 * endpoint shows them.
 */
class ResiliencePropertiesTests {

	@Test
	void defaultsWhenNothingIsSetAreThoseOfTheDocumentation() {
		run("", (context) -> {
			assertThat(values(context, PolicyType.CIRCUIT_BREAKER)).containsAllEntriesOf(Map.ofEntries(
					Map.entry("failure-rate-threshold", 50.0), Map.entry("slow-call-rate-threshold", 100.0),
					Map.entry("sliding-window-type", SlidingWindowType.COUNT_BASED),
					Map.entry("sliding-window-size", 100), Map.entry("sliding-window-duration", Duration.ofSeconds(10)),
					Map.entry("minimum-number-of-calls", 10),
					Map.entry("wait-duration-in-open-state", Duration.ofSeconds(10)),
					Map.entry("wait-duration-multiplier", 1.0),
					Map.entry("max-wait-duration-in-open-state", Duration.ofMinutes(5)),
					Map.entry("wait-duration-jitter", 0.0),
					Map.entry("permitted-number-of-calls-in-half-open-state", 5),
					Map.entry("max-wait-duration-in-half-open-state", Duration.ofSeconds(30)),
					Map.entry("automatic-transition-from-open-to-half-open-enabled", false),
					Map.entry("record-exceptions", List.of()), Map.entry("ignore-exceptions", List.of()),
					Map.entry("initial-state", CircuitState.CLOSED), Map.entry("affects-health", false),
					Map.entry("retry-after-enabled", false)));
			assertThat(settings(context, "payment", PolicyType.CIRCUIT_BREAKER).get("slow-call-duration-threshold"))
				.isEqualTo(new Setting(null, "default"));
			assertThat(values(context, PolicyType.STALE_IF_ERROR))
				.isEqualTo(Map.of("max-age", Duration.ofHours(1), "maximum-size", 1000));
			assertThat(values(context, PolicyType.BULKHEAD))
				.isEqualTo(Map.of("max-concurrent-calls", 25, "max-wait-duration", Duration.ZERO));
			assertThat(values(context, PolicyType.RETRY))
				.isEqualTo(Map.ofEntries(Map.entry("max-attempts", 3), Map.entry("backoff", Backoff.FULL_JITTER),
						Map.entry("wait-duration", Duration.ofMillis(100)), Map.entry("multiplier", 2.0),
						Map.entry("max-wait-duration", Duration.ofSeconds(30)), Map.entry("jitter", 0.0),
						Map.entry("retry-exceptions", List.of()), Map.entry("ignore-exceptions", List.of()),
						Map.entry("idempotency-key-enabled", false), Map.entry("nested-retries-enabled", false),
						Map.entry("budget.enabled", true), Map.entry("budget.ratio", 0.2),
						Map.entry("budget.min-per-second", 10), Map.entry("budget.window", Duration.ofSeconds(10))));
			for (PolicyType type : List.of(PolicyType.CIRCUIT_BREAKER, PolicyType.BULKHEAD, PolicyType.RETRY)) {
				assertThat(settings(context, "payment", type).values()).extracting(Setting::origin)
					.containsOnly("default");
			}
		});
	}

	@Test
	void everyPropertyIsBoundWithItsOrigin() {
		run("""
				resilience.instances.payment:
				  circuit-breaker:
				    failure-rate-threshold: 12.5
				    slow-call-duration-threshold: 2s
				    slow-call-rate-threshold: 80
				    sliding-window-type: time-based
				    sliding-window-size: 50
				    sliding-window-duration: 1m
				    minimum-number-of-calls: 7
				    wait-duration-in-open-state: 30s
				    wait-duration-multiplier: 1.5
				    max-wait-duration-in-open-state: 10m
				    wait-duration-jitter: 0.1
				    permitted-number-of-calls-in-half-open-state: 2
				    max-wait-duration-in-half-open-state: 1m
				    automatic-transition-from-open-to-half-open-enabled: true
				    record-exceptions: [java.io.IOException, java.lang.IllegalStateException]
				    ignore-exceptions: java.lang.IllegalArgumentException
				    record-result-predicate: nothing
				    initial-state: metrics-only
				    affects-health: true
				    retry-after-enabled: true
				  bulkhead:
				    max-concurrent-calls: 3
				    max-wait-duration: 250
				  retry:
				    max-attempts: 6
				    backoff: equal-jitter
				    wait-duration: 50ms
				    multiplier: 3
				    max-wait-duration: PT5S
				    jitter: 0.5
				    max-duration: 1m
				    retry-exceptions: java.io.IOException
				    ignore-exceptions: java.io.FileNotFoundException
				    retry-result-predicate: nothing
				    idempotency-key-enabled: true
				    nested-retries-enabled: true
				    budget:
				      enabled: false
				      ratio: 0.5
				      min-per-second: 1
				      window: 20s
				  stale-if-error:
				    max-age: 5m
				    maximum-size: 50
				""", (context) -> {
			assertThat(values(context, PolicyType.STALE_IF_ERROR))
				.isEqualTo(Map.of("max-age", Duration.ofMinutes(5), "maximum-size", 50));
			assertThat(values(context, PolicyType.CIRCUIT_BREAKER)).containsAllEntriesOf(Map.ofEntries(
					Map.entry("failure-rate-threshold", 12.5),
					Map.entry("slow-call-duration-threshold", Duration.ofSeconds(2)),
					Map.entry("slow-call-rate-threshold", 80.0),
					Map.entry("sliding-window-type", SlidingWindowType.TIME_BASED),
					Map.entry("sliding-window-size", 50), Map.entry("sliding-window-duration", Duration.ofMinutes(1)),
					Map.entry("minimum-number-of-calls", 7),
					Map.entry("wait-duration-in-open-state", Duration.ofSeconds(30)),
					Map.entry("wait-duration-multiplier", 1.5),
					Map.entry("max-wait-duration-in-open-state", Duration.ofMinutes(10)),
					Map.entry("wait-duration-jitter", 0.1),
					Map.entry("permitted-number-of-calls-in-half-open-state", 2),
					Map.entry("max-wait-duration-in-half-open-state", Duration.ofMinutes(1)),
					Map.entry("automatic-transition-from-open-to-half-open-enabled", true),
					Map.entry("record-exceptions", List.of("java.io.IOException", "java.lang.IllegalStateException")),
					Map.entry("ignore-exceptions", List.of("java.lang.IllegalArgumentException")),
					Map.entry("record-result-predicate", "nothing"),
					Map.entry("initial-state", CircuitState.METRICS_ONLY), Map.entry("affects-health", true),
					Map.entry("retry-after-enabled", true)));
			assertThat(values(context, PolicyType.BULKHEAD))
				.isEqualTo(Map.of("max-concurrent-calls", 3, "max-wait-duration", Duration.ofMillis(250)));
			assertThat(values(context, PolicyType.RETRY)).isEqualTo(Map.ofEntries(Map.entry("max-attempts", 6),
					Map.entry("backoff", Backoff.EQUAL_JITTER), Map.entry("wait-duration", Duration.ofMillis(50)),
					Map.entry("multiplier", 3.0), Map.entry("max-wait-duration", Duration.ofSeconds(5)),
					Map.entry("jitter", 0.5), Map.entry("max-duration", Duration.ofMinutes(1)),
					Map.entry("retry-exceptions", List.of("java.io.IOException")),
					Map.entry("ignore-exceptions", List.of("java.io.FileNotFoundException")),
					Map.entry("retry-result-predicate", "nothing"), Map.entry("idempotency-key-enabled", true),
					Map.entry("nested-retries-enabled", true), Map.entry("budget.enabled", false),
					Map.entry("budget.ratio", 0.5), Map.entry("budget.min-per-second", 1),
					Map.entry("budget.window", Duration.ofSeconds(20))));
			for (PolicyType type : List.of(PolicyType.CIRCUIT_BREAKER, PolicyType.BULKHEAD, PolicyType.RETRY)) {
				assertThat(settings(context, "payment", type).entrySet())
					.filteredOn((entry) -> !entry.getKey().equals("consecutive-failures-threshold"))
					.extracting((entry) -> entry.getValue().origin())
					.allMatch((origin) -> origin.matches("application\\.yml:\\d+:\\d+"));
			}
			assertThat(settings(context, "payment", PolicyType.RETRY).get("max-attempts").origin())
				.isEqualTo("application.yml:27:19");
			assertThat(settings(context, "payment", PolicyType.RETRY).get("budget.window").origin())
				.isEqualTo("application.yml:43:15");
		});
	}

	@Test
	void propertiesAreMergedOneByOne() {
		run("""
				resilience:
				  defaults:
				    retry:
				      max-attempts: 5
				      multiplier: 4
				      budget:
				        ratio: 0.9
				  instances:
				    payment:
				      retry:
				        max-attempts: 2
				        budget:
				          window: 1s
				""", (context) -> {
			Map<String, Setting> payment = settings(context, "payment", PolicyType.RETRY);
			assertThat(payment).containsEntry("max-attempts", new Setting(2, "application.yml:11:23"))
				.containsEntry("multiplier", new Setting(4.0, "application.yml:5:19"))
				.containsEntry("budget.ratio", new Setting(0.9, "application.yml:7:16"))
				.containsEntry("budget.window", new Setting(Duration.ofSeconds(1), "application.yml:13:19"))
				.containsEntry("jitter", new Setting(0.0, "default"));
			assertThat(settings(context, "other", PolicyType.RETRY)).containsEntry("max-attempts",
					new Setting(5, "application.yml:4:21"));
		});
	}

	@Test
	void listsOfAnInstanceReplaceThoseOfTheDefaults() {
		run("""
				resilience:
				  defaults:
				    retry:
				      retry-exceptions: [java.io.IOException, java.lang.IllegalStateException]
				  instances:
				    payment:
				      retry:
				        retry-exceptions: [java.lang.ArithmeticException]
				""", (context) -> assertThat(settings(context, "payment", PolicyType.RETRY).get("retry-exceptions"))
			.isEqualTo(new Setting(List.of("java.lang.ArithmeticException"), "application.yml:8:28")));
	}

	@Test
	void namesAreRelaxedForKeysAndExactForInstances() {
		run("""
				resilience:
				  instances:
				    payment:
				      retry:
				        maxAttempts: 7
				        MAX_WAIT_DURATION: 40s
				      circuitBreaker:
				        initialState: FORCED_OPEN
				    payment-service:
				      retry:
				        max-attempts: 8
				    PaymentService:
				      retry:
				        max-attempts: 9
				    "[payment.service]":
				      retry:
				        max-attempts: 10
				""", (context) -> {
			assertThat(settings(context, "payment", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(7, "application.yml:5:22"));
			assertThat(settings(context, "payment", PolicyType.RETRY).get("max-wait-duration").value())
				.isEqualTo(Duration.ofSeconds(40));
			assertThat(circuit(context, "payment").state()).isEqualTo(CircuitState.FORCED_OPEN);
			assertThat(settings(context, "payment-service", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(8, "application.yml:11:23"));
			assertThat(settings(context, "PaymentService", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(9, "application.yml:14:23"));
			assertThat(settings(context, "payment.service", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(10, "application.yml:17:23"));
			assertThat(names(context)).containsExactly("PaymentService", "other", "payment", "payment-service",
					"payment.service");
		}, Names.class);
	}

	@Test
	void environmentVariableOverridesAndLeavesNoPhantom() {
		String yaml = """
				resilience:
				  instances:
				    payment-service:
				      retry:
				        max-attempts: 8
				""";
		Map<String, String> environment = Map.of("RESILIENCE_INSTANCES_PAYMENTSERVICE_RETRY_MAXATTEMPTS", "4",
				"RESILIENCE_INSTANCES_PAYMENT_BULKHEAD_MAXCONCURRENTCALLS", "9");
		try (ConfigurableApplicationContext context = FailedStart.start(yaml, environment, Client.class,
				DashedName.class)) {
			assertThat(settings(context, "payment-service", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(4,
						"System Environment Property \"RESILIENCE_INSTANCES_PAYMENTSERVICE_RETRY_MAXATTEMPTS\""));
			assertThat(settings(context, "payment", PolicyType.BULKHEAD).get("max-concurrent-calls"))
				.isEqualTo(new Setting(9,
						"System Environment Property \"RESILIENCE_INSTANCES_PAYMENT_BULKHEAD_MAXCONCURRENTCALLS\""));
			assertThat(names(context)).containsExactly("other", "payment", "payment-service");
		}
	}

	@Test
	void environmentVariableOfDefaultsIsShown() {
		try (ConfigurableApplicationContext context = FailedStart.start("",
				Map.of("RESILIENCE_DEFAULTS_RETRY_MAXATTEMPTS", "4"), Client.class)) {
			assertThat(settings(context, "payment", PolicyType.RETRY).get("max-attempts"))
				.isEqualTo(new Setting(4, "System Environment Property \"RESILIENCE_DEFAULTS_RETRY_MAXATTEMPTS\""));
		}
	}

	@Test
	void predicateAsBeanDecides() {
		run("""
				resilience:
				  instances:
				    payment:
				      retry:
				        wait-duration: 0
				        retry-result-predicate: isBad
				""", (context) -> {
			assertThat(context.getBean(Client.class).retried("bad")).isEqualTo("bad");
			assertThat(retry(context, "payment").failedWithRetry()).isOne();
		}, Predicates.class);
	}

	@Test
	void predicateAsClassDecides() {
		run("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        record-result-predicate: %s
				""".formatted(IsBad.class.getName()), (context) -> {
			context.getBean(Client.class).broken("bad");
			context.getBean(Client.class).broken("good");

			assertThat(circuit(context, "payment").failedCalls()).isOne();
			assertThat(circuit(context, "payment").bufferedCalls()).isEqualTo(2);
		});
	}

	@Test
	void predicateWhenItThrowsCountsAsFailedAndTheCallerGetsTheResult() {
		run("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        record-result-predicate: throwing
				""", (context) -> {
			assertThat(context.getBean(Client.class).broken("x")).isEqualTo("x");
			assertThat(circuit(context, "payment").failedCalls()).isOne();
		}, Predicates.class);
	}

	@Test
	void initialStateIsTheFirstState() {
		run("resilience.instances.payment.circuit-breaker.initial-state: open",
				(context) -> assertThat(circuit(context, "payment").state()).isEqualTo(CircuitState.OPEN));
	}

	@Test
	void sectionWhenEmptyAsksForDefaults() {
		run("""
				resilience:
				  defaults:
				    bulkhead:
				      max-concurrent-calls: 4
				  instances:
				    payment:
				      retry:
				    whole:
				      bulkhead:
				""",
				(context) -> assertThat(settings(context, "whole", PolicyType.BULKHEAD).get("max-concurrent-calls"))
					.isEqualTo(new Setting(4, "application.yml:4:29")),
				Whole.class);
	}

	@Test
	void policyOrderDecidesTheNesting() {
		run("resilience.policy-order: [circuit-breaker, retry]",
				(context) -> assertThat(context.getBean(Resilience.class).find("payment").orElseThrow().methods())
					.filteredOn((method) -> method.method().endsWith("#all(String)"))
					.singleElement()
					.satisfies((method) -> assertThat(method.policies()).containsExactly(PolicyType.STALE_IF_ERROR,
							PolicyType.CIRCUIT_BREAKER, PolicyType.RETRY, PolicyType.BULKHEAD)));
	}

	private static void run(String yaml, Consumer<ApplicationContext> check, Class<?>... more) {
		Class<?>[] beans = Stream.concat(Stream.of(Client.class, Predicates.class), Stream.of(more))
			.distinct()
			.toArray(Class<?>[]::new);
		try (ConfigurableApplicationContext context = FailedStart.start(yaml, Map.of(), beans)) {
			check.accept(context);
		}
	}

	private static List<String> names(ApplicationContext context) {
		return context.getBean(Resilience.class).instances().stream().map(ResilienceInstance::name).toList();
	}

	private static Map<String, Setting> settings(ApplicationContext context, String instance, PolicyType type) {
		return context.getBean(Resilience.class).find(instance).orElseThrow().settings(type);
	}

	/** What is set or has a default. */
	private static Map<String, Object> values(ApplicationContext context, PolicyType type) {
		Map<String, Object> values = new TreeMap<>();
		settings(context, "payment", type).forEach((key, setting) -> {
			if (setting.value() != null) {
				values.put(key, setting.value());
			}
		});
		return values;
	}

	private static CircuitBreakerSnapshot circuit(ApplicationContext context, String instance) {
		return (CircuitBreakerSnapshot) context.getBean(Resilience.class)
			.find(instance)
			.flatMap((found) -> found.policy(PolicyType.CIRCUIT_BREAKER))
			.orElseThrow()
			.snapshot();
	}

	private static RetrySnapshot retry(ApplicationContext context, String instance) {
		return (RetrySnapshot) context.getBean(Resilience.class)
			.find(instance)
			.flatMap((found) -> found.policy(PolicyType.RETRY))
			.orElseThrow()
			.snapshot();
	}

	static class Client {

		@StaleIfError("payment")
		@CircuitBreaker("payment")
		@Bulkhead("payment")
		@Retry("payment")
		public String all(String value) {
			return value;
		}

		@Retry("payment")
		public String retried(String value) {
			return value;
		}

		@CircuitBreaker("payment")
		public String broken(String value) {
			return value;
		}

		@Retry("other")
		public void other() {
		}

	}

	static class Names {

		@Retry("payment-service")
		public void dashes() {
		}

		@Retry("PaymentService")
		public void upperCase() {
		}

		@Retry("payment.service")
		public void dots() {
		}

	}

	static class DashedName {

		@Retry("payment-service")
		public void call() {
		}

	}

	static class Whole {

		@Resilient("whole")
		public void call() {
		}

	}

	static class Predicates {

		@Bean
		Predicate<String> nothing() {
			return (result) -> false;
		}

		@Bean
		Predicate<String> isBad() {
			return "bad"::equals;
		}

		@Bean
		Predicate<String> throwing() {
			return (result) -> {
				throw new IllegalStateException();
			};
		}

	}

	static class IsBad implements Predicate<String> {

		@Override
		public boolean test(String result) {
			return "bad".equals(result);
		}

	}

}
