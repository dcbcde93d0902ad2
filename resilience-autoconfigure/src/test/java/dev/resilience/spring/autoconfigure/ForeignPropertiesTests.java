package dev.resilience.spring.autoconfigure;

import java.util.Map;

import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.testing.FailedStart;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes from outside, or was written at an unexpected place.
 */
class ForeignPropertiesTests {

	private static final String PAYMENT = """
			resilience:
			  instances:
			    payment:
			      retry:
			        max-attempts: 3
			""";

	@Test
	void startWhenUnrelatedVariablesBeginWithResilienceSucceeds() {
		FailedStart.start(PAYMENT, Map.of("RESILIENCE_HOME", "/opt", "RESILIENCE_SERVICE_HOST", "10.0.0.1",
				"RESILIENCE_PORT", "tcp://10.0.0.1:80"))
			.close();
	}

	@Test
	void variableWhenDashesAreUnderscoresIsHonoured() {
		try (ConfigurableApplicationContext context = FailedStart.start(PAYMENT,
				Map.of("RESILIENCE_INSTANCES_PAYMENT_RETRY_MAX_ATTEMPTS", "5"), Client.class)) {
			assertThat(context.getBean(Resilience.class)
				.find("payment")
				.orElseThrow()
				.settings(PolicyType.RETRY)
				.get("max-attempts")).isNotNull().satisfies((setting) -> assertThat(setting.value()).isEqualTo(5));
		}
	}

	@Test
	void startWhenRootIsAValueSaysSo() {
		assertThat(FailedStart.of("resilience: 5\n").description()).contains("resilience = 5",
				"properties below it rather than a value");
	}

	@Test
	void startWhenWholeNumberIsAFractionFails() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      retry:
				        max-attempts: 3.7
				""");

		assertThat(failed.description()).contains("resilience.instances.payment.retry.max-attempts = 3.7",
				"expected: a whole number");
	}

	@Test
	void startWhenInstancesIsMisspeltSuggestsTheKeyOfTheSameInstance() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instance:
				    payment:
				      retry:
				        max-attempts: 3
				""");

		assertThat(failed.description()).contains("Did you mean 'resilience.instances.payment.retry.max-attempts'?");
	}

	@Test
	void startWhenOneOfSeveralClassesIsUnknownNamesItAndItsLine() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    payment:
				      circuit-breaker:
				        record-exceptions:
				          - java.io.IOException
				          - java.io.IOExeption
				          - java.lang.String
				""");

		assertThat(failed.description())
			.contains("record-exceptions[1] = java.io.IOExeption\n        at application.yml:7:")
			.contains("record-exceptions[2] = java.lang.String\n        at application.yml:8:");
	}

	@Test
	void startWhenInstanceIsCalledDefaultsKeepsThemApart() {
		FailedStart failed = FailedStart.of("""
				resilience:
				  instances:
				    defaults:
				      retry:
				        max-attempts: 0
				  defaults:
				    retry:
				      max-attempts: 2
				""");

		assertThat(failed.description())
			.contains("resilience.instances.defaults.retry.max-attempts = 0\n        at application.yml:5:");
	}

	@Test
	void startWhenInitialStateIsWrongOffersOnlyWhatIsAllowed() {
		FailedStart failed = FailedStart.of("resilience.instances.payment.circuit-breaker.initial-state: ajar\n");

		assertThat(failed.description()).doesNotContain("half-open");
	}

	@Test
	void startWhenRetryIsCappedBelowItsFirstDelaySucceeds() {
		FailedStart.start("resilience.instances.payment.retry.max-wait-duration: 50ms\n", Map.of()).close();
	}

	static class Client {

		@Retry("payment")
		public void call() {
		}

	}

}
