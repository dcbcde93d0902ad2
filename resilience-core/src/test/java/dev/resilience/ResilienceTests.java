package dev.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.resilience.bulkhead.BulkheadConfig;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.testing.Parallel;
import dev.resilience.testing.TestContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResilienceTests {

	private final TestContext context = new TestContext();

	private final Resilience resilience = new Resilience(this.context.policyContext());

	@Test
	void resilienceWhenLookedIntoCreatesNothing() {
		assertThat(this.resilience.find("unknown")).isEmpty();
		assertThat(this.resilience.instances()).isEmpty();
		assertThat(this.resilience.context()).isSameAs(this.context.policyContext());
	}

	@Test
	void resilienceWhenInstancesAreDeclaredListsThemByName() {
		this.resilience.declare("payment", true);
		this.resilience.declare("audit", false);
		ResilienceInstance again = this.resilience.declare("payment", false);

		assertThat(this.resilience.instances()).extracting(ResilienceInstance::name)
			.containsExactly("audit", "payment");
		assertThat(again).isSameAs(this.resilience.find("payment").orElseThrow());
		assertThat(again.enabled()).isTrue();
		assertThat(this.resilience.find("audit").orElseThrow().enabled()).isFalse();
	}

	@Test
	void instanceWhenThreadsAskForAPolicyCreatesItOnce() throws Exception {
		for (int round = 0; round < 50; round++) {
			ResilienceInstance instance = this.resilience.declare("payment" + round, true);
			AtomicInteger created = new AtomicInteger();

			List<Policy> policies = Parallel.call(8, (index) -> instance.policy(PolicyType.BULKHEAD, () -> {
				created.incrementAndGet();
				return bulkhead();
			}));

			assertThat(created).hasValue(1);
			assertThat(policies).containsOnly(policies.get(0));
		}
	}

	@Test
	void instanceWhenItHasPoliciesListsThemInTheOrderOfNesting() {
		ResilienceInstance instance = this.resilience.declare("payment", true);
		Policy bulkhead = instance.policy(PolicyType.BULKHEAD, this::bulkhead);
		Policy breaker = instance.policy(PolicyType.CIRCUIT_BREAKER, this::breaker);

		assertThat(instance.policies()).containsExactly(breaker, bulkhead);
		assertThat(instance.policy(PolicyType.RETRY)).isEmpty();
		assertThat(instance.circuit()).containsSame((CircuitControl) breaker);
	}

	@Test
	void observerWhenItComesLateIsToldOfThePoliciesThatAreThere() {
		Policy there = this.resilience.declare("payment", true).policy(PolicyType.BULKHEAD, this::bulkhead);
		List<Policy> first = new ArrayList<>();
		List<Policy> second = new ArrayList<>();

		this.resilience.observe(first::add);
		this.resilience.observe(second::add);

		assertThat(first).containsExactly(there);
		assertThat(second).containsExactly(there);
	}

	@Test
	void observersWhenAPolicyIsAnnouncedAreAllTold() {
		List<Policy> first = new ArrayList<>();
		List<Policy> second = new ArrayList<>();
		this.resilience.observe(first::add);
		this.resilience.observe(second::add);
		Policy policy = bulkhead();

		this.resilience.announce(policy);

		assertThat(first).containsExactly(policy);
		assertThat(second).containsExactly(policy);
	}

	@Test
	void instanceWhenItHasNoBreakerHasNoSwitch() {
		assertThat(this.resilience.declare("payment", true).circuit()).isEmpty();
	}

	@Test
	void instanceWhenResetResetsEveryPolicyAndTellsIt() {
		ResilienceInstance instance = this.resilience.declare("payment", true);
		instance.policy(PolicyType.BULKHEAD, this::bulkhead);
		instance.policy(PolicyType.CIRCUIT_BREAKER, this::breaker);
		instance.circuit().orElseThrow().transitionTo(CircuitState.FORCED_OPEN);
		this.context.events().events().clear();

		instance.reset();

		assertThat(instance.circuit().orElseThrow().state()).isEqualTo(CircuitState.CLOSED);
		assertThat(this.context.events().events()).containsExactly("payment: FORCED_OPEN -> CLOSED (RESET)",
				"payment: reset");
	}

	@Test
	void instanceWhenAMethodIsAddedTwiceListsItOnce() {
		ResilienceInstance instance = this.resilience.declare("payment", true);
		GuardedMethod method = new GuardedMethod("Shop#buy()", List.of(PolicyType.RETRY));

		instance.addMethod(method);
		instance.addMethod(new GuardedMethod("Shop#buy()", List.of(PolicyType.RETRY)));

		assertThat(instance.methods()).containsExactly(method);
	}

	@Test
	void instanceWhenItsSettingsAreToldShowsThem() {
		ResilienceInstance instance = this.resilience.declare("payment", true);
		Map<String, Setting> settings = Map.of("max-attempts", new Setting(3, "default"));

		instance.describe(PolicyType.RETRY, settings);

		assertThat(instance.settings(PolicyType.RETRY)).isEqualTo(settings);
		assertThat(instance.settings(PolicyType.BULKHEAD)).isEmpty();
	}

	private BulkheadPolicy bulkhead() {
		return new BulkheadPolicy("payment", new BulkheadConfig(1, Duration.ZERO), this.context.policyContext());
	}

	private CircuitBreakerPolicy breaker() {
		return new CircuitBreakerPolicy("payment", CircuitBreakerConfig.builder().build(),
				this.context.policyContext());
	}

}
