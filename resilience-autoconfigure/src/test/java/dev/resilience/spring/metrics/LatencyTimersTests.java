package dev.resilience.spring.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import dev.resilience.CircuitState;
import dev.resilience.Resilience;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceMetricsAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How long guarded calls took, as their callers saw them.
 */
class LatencyTimersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ManualTicker.class)
		.withBean(Client.class)
		.withPropertyValues("resilience.defaults.retry.wait-duration=70ms",
				"resilience.defaults.retry.backoff=constant", "resilience.instances.off.enabled=false");

	@Test
	void callWhenItReturnsIsASuccessOfItsWholeDuration() {
		this.runner.run((context) -> {
			context.getBean(Client.class).call(30, 0);

			assertThat(calls(context.getBean(MeterRegistry.class), "payment"))
				.isEqualTo("success 1 of 30 ms, failure 0, rejected 0, fallback 0");
		});
	}

	@Test
	void callWhenItIsRetriedIncludesAttemptsAndWaits() {
		this.runner.run((context) -> {
			context.getBean(Client.class).call(30, 2);

			assertThat(calls(context.getBean(MeterRegistry.class), "payment"))
				.isEqualTo("success 1 of 230 ms, failure 0, rejected 0, fallback 0");
		});
	}

	@Test
	void callWhenItThrowsIsAFailure() {
		this.runner.run((context) -> {
			assertThatThrownBy(() -> context.getBean(Client.class).call(30, 9))
				.isInstanceOf(IllegalStateException.class);

			assertThat(calls(context.getBean(MeterRegistry.class), "payment"))
				.isEqualTo("success 0, failure 1 of 230 ms, rejected 0, fallback 0");
		});
	}

	@Test
	void callWhenTheCircuitIsOpenIsRejected() {
		this.runner.run((context) -> {
			open(context.getBean(Resilience.class), "payment");

			assertThatThrownBy(() -> context.getBean(Client.class).call(30, 0));

			assertThat(calls(context.getBean(MeterRegistry.class), "payment"))
				.isEqualTo("success 0, failure 0, rejected 1 of 0 ms, fallback 0");
		});
	}

	@Test
	void callWhenAFallbackAnswersIsAFallbackAndIncludesIt() {
		this.runner.run((context) -> {
			open(context.getBean(Resilience.class), "answered");

			assertThat(context.getBean(Client.class).answered()).isEqualTo("fallback");

			assertThat(calls(context.getBean(MeterRegistry.class), "answered"))
				.isEqualTo("success 0, failure 0, rejected 0, fallback 1 of 40 ms");
		});
	}

	@Test
	void callWhenItsFallbackThrowsIsAFailure() {
		this.runner.run((context) -> {
			assertThatThrownBy(() -> context.getBean(Client.class).unanswered())
				.isInstanceOf(UnsupportedOperationException.class);

			assertThat(calls(context.getBean(MeterRegistry.class), "Client.unanswered"))
				.isEqualTo("success 0, failure 1 of 0 ms, rejected 0, fallback 0");
		});
	}

	@Test
	void callWhenTheMethodHasTwoNamesIsReportedUnderTheOutermost() {
		this.runner.run((context) -> {
			context.getBean(Client.class).twoNames();

			assertThat(calls(context.getBean(MeterRegistry.class), "outer")).startsWith("success 1");
			assertThat(context.getBean(MeterRegistry.class).find("resilience.calls").tag("name", "inner").timers())
				.isEmpty();
		});
	}

	@Test
	void timersWhenTheInstanceIsSwitchedOffAreNotThere() {
		this.runner.run((context) -> {
			context.getBean(Client.class).off();

			assertThat(context.getBean(MeterRegistry.class).find("resilience.calls").tag("name", "off").timers())
				.isEmpty();
		});
	}

	@Test
	void timersWhenSwitchedOffAreNotThere() {
		this.runner.withPropertyValues("resilience.metrics.latency.enabled=false").run((context) -> {
			context.getBean(Client.class).call(30, 0);

			assertThat(context.getBean(MeterRegistry.class).find("resilience.calls").timers()).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("resilience.retry.calls").functionCounters())
				.isNotEmpty();
		});
	}

	private static void open(Resilience resilience, String instance) {
		resilience.find(instance).orElseThrow().circuit().orElseThrow().transitionTo(CircuitState.OPEN);
	}

	private static String calls(MeterRegistry registry, String instance) {
		return String.join(", ", Arrays.asList("success", "failure", "rejected", "fallback").stream().map((outcome) -> {
			Timer timer = registry.get("resilience.calls").tags("name", instance, "outcome", outcome).timer();
			return outcome + " " + timer.count()
					+ ((timer.count() > 0) ? " of %.0f ms".formatted(timer.totalTime(TimeUnit.MILLISECONDS)) : "");
		}).toList());
	}

	static class Client {

		private final ManualTicker ticker;

		private int calls;

		Client(ManualTicker ticker) {
			this.ticker = ticker;
		}

		@CircuitBreaker("payment")
		@Retry("payment")
		public void call(long millis, int failures) {
			this.ticker.advance(Duration.ofMillis(millis));
			if (this.calls++ < failures) {
				throw new IllegalStateException("expected");
			}
		}

		@CircuitBreaker("answered")
		@Fallback("slowly")
		public String answered() {
			return "answer";
		}

		private String slowly() {
			this.ticker.advance(Duration.ofMillis(40));
			return "fallback";
		}

		@Fallback("impossible")
		public String unanswered() {
			throw new IllegalStateException("expected");
		}

		private String impossible() {
			throw new UnsupportedOperationException("expected");
		}

		@Retry("outer")
		@CircuitBreaker("inner")
		public void twoNames() {
		}

		@CircuitBreaker("off")
		public void off() {
		}

	}

}
