package dev.resilience.spring.autoconfigure;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.resilience.annotation.Retry;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Wrong properties stop the start, and the text tells all of them, where they stand and
 * what would be right.
 */
class InvalidPropertiesTests {

	private static final String BREAKER = "circuit-breaker";

	private static final String PERCENT = "> 0 and <= 100";

	private static final String SHARE = ">= 0 and <= 1";

	@Test
	void startWhenKeyIsMisspeltNamesNearestKeyFileAndLine() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      retry:
				        max-atempts: 5
				""");

		assertThat(failed.description()).isEqualTo("""
				A resilience property is not valid:

				    resilience.instances.payment.retry.max-atempts = 5
				        at application.yml:5:22
				        unknown. Did you mean 'resilience.instances.payment.retry.max-attempts'?
				""");
		assertThat(failed.action()).isEqualTo("Correct or remove this property.");
	}

	@Test
	void startWhenKeysOfAllLevelsAreMisspeltReportsAllAtOnce() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  enable: true
				  polcy-order: retry
				  default:
				    retry:
				      max-attempts: 3
				  web:
				    problem-detail:
				      enabled: true
				  instances:
				    payment:
				      enable: true
				      circut-breaker:
				        failure-rate-threshold: 20
				      circuit-breaker:
				        wait-duration-in-open: 5s
				      bulkhead:
				        max-concurent-calls: 5
				      retry:
				        budget:
				          min-per-secnd: 1
				""");

		assertThat(failed.description()).startsWith("9 resilience properties are not valid:\n\n")
			.contains("    resilience.enable = true\n        at application.yml:2:11\n"
					+ "        unknown. Did you mean 'resilience.enabled'?\n")
			.contains("    resilience.polcy-order = retry\n        at application.yml:3:16\n"
					+ "        unknown. Did you mean 'resilience.policy-order'?\n")
			.contains("    resilience.default.retry.max-attempts = 3\n        at application.yml:6:21\n"
					+ "        unknown. Did you mean 'resilience.defaults.retry.max-attempts'?\n")
			.contains("    resilience.web.problem-detail.enabled = true\n        at application.yml:9:16\n"
					+ "        unknown. Did you mean 'resilience.web.problem-details.enabled'?\n")
			.contains("    resilience.instances.payment.enable = true\n        at application.yml:12:15\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.enabled'?\n")
			.contains("    resilience.instances.payment.circut-breaker.failure-rate-threshold = 20\n"
					+ "        at application.yml:14:33\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.circuit-breaker.failure-rate-threshold'?\n")
			.contains("    resilience.instances.payment.circuit-breaker.wait-duration-in-open = 5s\n"
					+ "        at application.yml:16:32\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.circuit-breaker.wait-duration-in-open-state'?\n")
			.contains("    resilience.instances.payment.bulkhead.max-concurent-calls = 5\n"
					+ "        at application.yml:18:30\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.bulkhead.max-concurrent-calls'?\n")
			.contains(
					"    resilience.instances.payment.retry.budget.min-per-secnd = 1\n        at application.yml:21:26\n"
							+ "        unknown. Did you mean 'resilience.instances.payment.retry.budget.min-per-second'?\n");
		assertThat(failed.action()).isEqualTo("Correct or remove these properties.");
	}

	@Test
	void startWhenValuesHaveTheWrongTypeReportsAllAtOnce() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  enabled: perhaps
				  instances:
				    payment:
				      enabled: si
				      circuit-breaker:
				        failure-rate-threshold: half
				      bulkhead:
				        max-concurrent-calls: all
				      retry:
				        max-attempts: many
				        backoff: quadratic
				        wait-duration: soon
				        budget:
				          enabled: maybe
				""");

		assertThat(failed.description()).isEqualTo(
				"""
						8 resilience properties are not valid:

						    resilience.enabled = perhaps
						        at application.yml:2:12
						        expected: true or false

						    resilience.instances.payment.enabled = si
						        at application.yml:5:16
						        expected: true or false

						    resilience.instances.payment.bulkhead.max-concurrent-calls = all
						        at application.yml:9:31
						        expected: a whole number

						    resilience.instances.payment.circuit-breaker.failure-rate-threshold = half
						        at application.yml:7:33
						        expected: a number

						    resilience.instances.payment.retry.backoff = quadratic
						        at application.yml:12:18
						        expected: one of constant, linear, exponential, full-jitter, equal-jitter, decorrelated-jitter, random

						    resilience.instances.payment.retry.budget.enabled = maybe
						        at application.yml:15:20
						        expected: true or false

						    resilience.instances.payment.retry.max-attempts = many
						        at application.yml:11:23
						        expected: a whole number

						    resilience.instances.payment.retry.wait-duration = soon
						        at application.yml:13:24
						        expected: a duration, for example 500ms, 10s, 5m or 1h
						""");
	}

	@Test
	void startWhenMisspeltKeyWrongTypeAndRangeMeetReportsAllAtOnce() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  defaults:
				    bulkhead:
				      max-concurrent-calls: -1
				  instances:
				    payment:
				      retry:
				        max-attempts: 0
				        multiplier: x
				        jiter: 0
				""");

		assertThat(failed.description()).startsWith("4 resilience properties are not valid:")
			.contains("    resilience.defaults.bulkhead.max-concurrent-calls = -1\n        at application.yml:4:29\n"
					+ "        expected: >= 0\n")
			.contains("    resilience.instances.payment.retry.max-attempts = 0\n        at application.yml:8:23\n"
					+ "        expected: >= 1\n")
			.contains("    resilience.instances.payment.retry.multiplier = x\n        at application.yml:9:21\n"
					+ "        expected: a number\n")
			.contains("    resilience.instances.payment.retry.jiter = 0\n        at application.yml:10:16\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.retry.jitter'?\n");
	}

	@Test
	void startWhenWrongAndRightFilesMeetNamesEachValuesOwnPlace() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  defaults:
				    retry:
				      max-attempts: 0
				  instances:
				    first:
				      retry:
				        multiplier: 3
				    second:
				      retry:
				        max-attempts: 5
				""");

		assertThat(failed.description()).isEqualTo("""
				A resilience property is not valid:

				    resilience.defaults.retry.max-attempts = 0
				        at application.yml:4:21
				        expected: >= 1
				""");
	}

	@ParameterizedTest
	@MethodSource("outOfRange")
	void startWhenValueIsOutOfRangeNamesTheRange(String policy, String key, String value, String expected) {
		FailedStart failed = FailedStart.of("resilience.instances.payment." + policy + "." + key + ": " + value + "\n");

		assertThat(failed.description())
			.startsWith("A resilience property is not valid:\n\n    resilience.instances.payment." + policy + "." + key
					+ " = ")
			.contains("\n        at application.yml:1:")
			.endsWith("\n        expected: " + expected + "\n");
	}

	static Stream<Arguments> outOfRange() {
		return Stream.of(arguments(BREAKER, "failure-rate-threshold", "0", PERCENT),
				arguments(BREAKER, "failure-rate-threshold", "-1", PERCENT),
				arguments(BREAKER, "failure-rate-threshold", "100.0001", PERCENT),
				arguments(BREAKER, "failure-rate-threshold", "NaN", PERCENT),
				arguments(BREAKER, "failure-rate-threshold", "Infinity", PERCENT),
				arguments(BREAKER, "slow-call-rate-threshold", "0", PERCENT),
				arguments(BREAKER, "slow-call-rate-threshold", "101", PERCENT),
				arguments(BREAKER, "slow-call-rate-threshold", "NaN", PERCENT),
				arguments(BREAKER, "slow-call-duration-threshold", "-1ms", ">= 0"),
				arguments(BREAKER, "sliding-window-size", "0", ">= 1 and <= 1000000"),
				arguments(BREAKER, "sliding-window-size", "-5", ">= 1 and <= 1000000"),
				arguments(BREAKER, "sliding-window-duration", "0", "> 0"),
				arguments(BREAKER, "sliding-window-duration", "-1s", "> 0"),
				arguments(BREAKER, "minimum-number-of-calls", "0", ">= 1"),
				arguments(BREAKER, "wait-duration-in-open-state", "0s", "> 0"),
				arguments(BREAKER, "wait-duration-in-open-state", "-10s", "> 0"),
				arguments(BREAKER, "wait-duration-multiplier", "0.99", ">= 1"),
				arguments(BREAKER, "wait-duration-multiplier", "NaN", ">= 1"),
				arguments(BREAKER, "max-wait-duration-in-open-state", "0", "> 0"),
				arguments(BREAKER, "wait-duration-jitter", "-0.01", SHARE),
				arguments(BREAKER, "wait-duration-jitter", "1.01", SHARE),
				arguments(BREAKER, "wait-duration-jitter", "NaN", SHARE),
				arguments(BREAKER, "permitted-number-of-calls-in-half-open-state", "0", ">= 1"),
				arguments(BREAKER, "max-wait-duration-in-half-open-state", "0", "> 0"),
				arguments(BREAKER, "initial-state", "half-open", "closed, open, forced-open, disabled or metrics-only"),
				arguments("rate-limiter", "limit-for-period", "0", ">= 1"),
				arguments("rate-limiter", "limit-for-period", "-1", ">= 1"),
				arguments("rate-limiter", "period", "0", "> 0"), arguments("rate-limiter", "period", "-1s", "> 0"),
				arguments("rate-limiter", "max-wait-duration", "-1ms", ">= 0"),
				arguments("stale-if-error", "max-age", "-1s", ">= 0"),
				arguments("stale-if-error", "maximum-size", "0", ">= 1"),
				arguments("bulkhead", "max-concurrent-calls", "-1", ">= 0"),
				arguments("bulkhead", "max-wait-duration", "-1ms", ">= 0"),
				arguments("retry", "max-attempts", "0", ">= 1"), arguments("retry", "max-attempts", "-3", ">= 1"),
				arguments("retry", "wait-duration", "-1ms", ">= 0"), arguments("retry", "multiplier", "0", ">= 1"),
				arguments("retry", "multiplier", "NaN", ">= 1"),
				arguments("retry", "max-wait-duration", "PT-1S", ">= 0"), arguments("retry", "jitter", "2", SHARE),
				arguments("retry", "jitter", "-1", SHARE), arguments("retry", "jitter", "NaN", SHARE),
				arguments("retry", "max-duration", "-1s", ">= 0"),
				arguments("retry", "budget.ratio", "0", "> 0 and <= 1"),
				arguments("retry", "budget.ratio", "1.1", "> 0 and <= 1"),
				arguments("retry", "budget.ratio", "NaN", "> 0 and <= 1"),
				arguments("retry", "budget.min-per-second", "-1", ">= 0"),
				arguments("retry", "budget.window", "0", "> 0"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "circuit-breaker.failure-rate-threshold|0.0001", "circuit-breaker.failure-rate-threshold|100",
					"circuit-breaker.slow-call-duration-threshold|0", "circuit-breaker.minimum-number-of-calls|1",
					"circuit-breaker.wait-duration-jitter|1", "circuit-breaker.wait-duration-multiplier|1",
					"circuit-breaker.wait-duration-in-open-state|1ns", "rate-limiter.limit-for-period|1",
					"rate-limiter.limit-for-period|2147483647", "rate-limiter.period|1ns",
					"rate-limiter.period|3000000h", "rate-limiter.max-wait-duration|0",
					"rate-limiter.max-wait-duration|3000000h", "bulkhead.max-concurrent-calls|0",
					"stale-if-error.max-age|0", "stale-if-error.max-age|3000000h", "stale-if-error.maximum-size|1",
					"bulkhead.max-wait-duration|0", "retry.max-attempts|1", "retry.max-attempts|2147483647",
					"retry.wait-duration|0", "retry.multiplier|1", "retry.jitter|1", "retry.max-duration|0",
					"retry.max-duration|3000000h", "retry.budget.ratio|1", "retry.budget.min-per-second|0",
					"circuit-breaker.initial-state|metrics-only", "circuit-breaker.initial-state|FORCED_OPEN" })
	void startWhenValueIsAtTheEdgeOfItsRangeSucceeds(String key, String value) {
		FailedStart.start("resilience.instances.payment." + key + ": " + value + "\n", Map.of()).close();
	}

	@Test
	void startWhenMinimumIsAboveWindowFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        sliding-window-size: 10
				        minimum-number-of-calls: 11
				""");

		assertThat(failed.description()).isEqualTo("""
				A resilience property is not valid:

				    resilience.instances.payment.circuit-breaker.minimum-number-of-calls = 11
				        at application.yml:6:34
				        expected: <= sliding-window-size, which is 10
				""");
	}

	@Test
	void startWhenDefaultMinimumIsAboveInstancesWindowFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  defaults:
				    circuit-breaker:
				      minimum-number-of-calls: 20
				  instances:
				    payment:
				      circuit-breaker:
				        sliding-window-size: 10
				""");

		assertThat(failed.description())
			.contains("minimum-number-of-calls = 20\n        at application.yml:4:32\n        expected: <= ");
	}

	@Test
	void startWhenMinimumIsUnsetAndWindowSmallSucceeds() {
		FailedStart.start("resilience.instances.payment.circuit-breaker.sliding-window-size: 3\n", Map.of()).close();
	}

	@Test
	void startWhenExceptionClassesAreUnknownNamesThem() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        record-exceptions: java.io.IOExeption
				        ignore-exceptions: java.lang.String
				      retry:
				        retry-exceptions: no.such.Failure
				        ignore-exceptions: ''
				""");

		assertThat(failed.description()).isEqualTo("""
				3 resilience properties are not valid:

				    resilience.instances.payment.retry.retry-exceptions = no.such.Failure
				        at application.yml:8:27
				        expected: the names of classes on the class path; there is no class 'no.such.Failure'

				    resilience.instances.payment.circuit-breaker.record-exceptions = java.io.IOExeption
				        at application.yml:5:28
				        expected: the names of classes on the class path; there is no class 'java.io.IOExeption'

				    resilience.instances.payment.circuit-breaker.ignore-exceptions = java.lang.String
				        at application.yml:6:28
				        expected: the names of exceptions; java.lang.String is none
				""");
	}

	@Test
	void startWhenPredicatesAreUnknownNamesThem() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        record-result-predicate: noSuchBean
				      retry:
				        retry-result-predicate: java.lang.String
				    order:
				      circuit-breaker:
				        record-result-predicate: someBean
				      retry:
				        retry-result-predicate: %s
				""".formatted(NeedsArgument.class.getName()), Beans.class);

		assertThat(failed.description()).isEqualTo(
				"""
						4 resilience properties are not valid:

						    resilience.instances.payment.retry.retry-result-predicate = java.lang.String
						        at application.yml:7:33
						        expected: the name of a bean or class that is a java.util.function.Predicate; java.lang.String is none

						    resilience.instances.order.retry.retry-result-predicate = %1$s
						        at application.yml:12:33
						        expected: the name of a bean or class that is a java.util.function.Predicate; %1$s has no constructor without parameters that works

						    resilience.instances.payment.circuit-breaker.record-result-predicate = noSuchBean
						        at application.yml:5:34
						        expected: the name of a bean or class that is a java.util.function.Predicate; there is neither for 'noSuchBean'

						    resilience.instances.order.circuit-breaker.record-result-predicate = someBean
						        at application.yml:10:34
						        expected: the name of a bean or class that is a java.util.function.Predicate; bean 'someBean' is none
						"""
					.formatted(NeedsArgument.class.getName()));
	}

	@Test
	void startWhenPolicyOrderIsWrongNamesThePolicies() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  policy-order: [retry, retri, retry]
				""");

		assertThat(failed.description()).startsWith("2 resilience properties are not valid:")
			.contains("    resilience.policy-order = retri\n        at application.yml:2:18\n"
					+ "        expected: each at most once of fallback, stale-if-error, retry, circuit-breaker, rate-limiter, bulkhead")
			.contains("    resilience.policy-order = retry\n        at application.yml:2:18\n");
	}

	@Test
	void startWhenValueStandsInPlaceOfSectionFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  defaults: some
				  instances:
				    payment: 5
				    order:
				      retry: 3
				""");

		assertThat(failed.description()).isEqualTo("""
				3 resilience properties are not valid:

				    resilience.defaults = some
				        at application.yml:2:13
				        expected: properties below it rather than a value

				    resilience.instances.payment = 5
				        at application.yml:4:14
				        expected: properties below it rather than a value

				    resilience.instances.order.retry = 3
				        at application.yml:6:14
				        expected: properties below it rather than a value
				""");
	}

	@Test
	void startWhenSectionStandsInPlaceOfValueFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      retry:
				        max-attempts:
				          first: 1
				        wait-duration: [1s, 2s]
				""");

		assertThat(failed.description()).startsWith("3 resilience properties are not valid:")
			.contains("    resilience.instances.payment.retry.max-attempts.first = 1\n        at application.yml:6:18\n"
					+ "        unknown. Did you mean 'resilience.instances.payment.retry.max-attempts'?\n");
	}

	@Test
	void startWhenVariableIsOutOfRangeNamesTheVariable() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      retry:
				        max-attempts: 3
				""", Map.of("RESILIENCE_INSTANCES_PAYMENT_RETRY_MAXATTEMPTS", "0"));

		assertThat(failed.description()).isEqualTo("""
				A resilience property is not valid:

				    resilience.instances.payment.retry.max-attempts = 0
				        at System Environment Property "RESILIENCE_INSTANCES_PAYMENT_RETRY_MAXATTEMPTS"
				        expected: >= 1
				""");
	}

	@Test
	void startWhenVariableOfDashedInstanceIsOutOfRangeReportsItOnce() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment-service:
				      retry:
				        max-attempts: 3
				""", Map.of("RESILIENCE_INSTANCES_PAYMENTSERVICE_RETRY_MAXATTEMPTS", "0"));

		assertThat(failed.description()).isEqualTo("""
				A resilience property is not valid:

				    resilience.instances.payment-service.retry.max-attempts = 0
				        at System Environment Property "RESILIENCE_INSTANCES_PAYMENTSERVICE_RETRY_MAXATTEMPTS"
				        expected: >= 1
				""");
	}

	@Test
	void startWhenUnusedInstanceIsWrongFailsAllTheSame() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    nobody:
				      enabled: false
				      bulkhead:
				        max-concurrent-calls: -1
				""", Guarded.class);

		assertThat(failed.description()).contains("resilience.instances.nobody.bulkhead.max-concurrent-calls = -1");
	}

	@Test
	void startWhenSwitchedOffIgnoresWhatIsWrong() {
		FailedStart.start("""
				resilience:
				  enabled: false
				  instances:
				    payment:
				      retry:
				        max-attempts: 0
				""", Map.of()).close();
	}

	static class Beans {

		@Bean
		String someBean() {
			return "no predicate";
		}

	}

	static class NeedsArgument implements Predicate<Object> {

		NeedsArgument(String argument) {
		}

		@Override
		public boolean test(Object result) {
			return false;
		}

	}

	static class Guarded {

		@Retry("payment")
		public void call() {
		}

	}

}
