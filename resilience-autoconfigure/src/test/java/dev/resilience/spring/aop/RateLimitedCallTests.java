package dev.resilience.spring.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.resilience.GuardedMethod;
import dev.resilience.PolicyType;
import dev.resilience.RateLimitExceededException;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.Setting;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.annotation.Resilient;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import dev.resilience.spring.autoconfigure.ResilienceMetricsAutoConfiguration;
import dev.resilience.testing.ManualTicker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rate limiter around methods, through their proxies.
 */
class RateLimitedCallTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ResilienceAutoConfiguration.class, ResilienceMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ManualTicker.class)
		.withBean(Geocoder.class)
		.withPropertyValues("resilience.defaults.rate-limiter.limit-for-period=10",
				"resilience.instances.geocoder.rate-limiter.max-wait-duration=250ms",
				"resilience.instances.quick.rate-limiter.limit-for-period=2",
				"resilience.instances.meta.rate-limiter.limit-for-period=5",
				"resilience.instances.all.rate-limiter.limit-for-period=3");

	@Test
	void callsWhenTheBurstIsUsedUpWaitThenAreRejected() {
		this.runner.run((context) -> {
			Geocoder geocoder = context.getBean(Geocoder.class);
			ManualTicker ticker = context.getBean(ManualTicker.class);

			int atOnce = admitted(10, geocoder::find);
			Duration before = ticker.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
			String eleventh = geocoder.find();

			assertThat(atOnce).isEqualTo(10);
			assertThat(before).isZero();
			assertThat(eleventh).isEqualTo("found");
			assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(100));
		});
	}

	@Test
	void callsWhenTheyTakeSeveralPermitsShareTheInstanceWithTheOthers() {
		this.runner.run((context) -> {
			Geocoder geocoder = context.getBean(Geocoder.class);

			assertThat(admitted(3, geocoder::findMany)).isEqualTo(2);
			assertThat(admitted(1, geocoder::find)).as("0.25 s are for 2 of them").isOne();
			assertThat(context.getBean(ManualTicker.class).sleeps()).containsExactly(Duration.ofMillis(100));
		});
	}

	@Test
	void rejectionWhenThereIsAFallbackIsAnsweredByIt() {
		this.runner.run((context) -> {
			Geocoder geocoder = context.getBean(Geocoder.class);

			assertThat(List.of(geocoder.guess(), geocoder.guess(), geocoder.guess())).containsExactly("guessed",
					"guessed", "no guess for now");
		});
	}

	@Test
	void limiterWhenOfAMetaAnnotationOrOfResilientWorks() {
		this.runner.run((context) -> {
			Geocoder geocoder = context.getBean(Geocoder.class);

			assertThat(admitted(10, geocoder::meta)).isOne();
			assertThat(admitted(10, geocoder::resilient)).isEqualTo(3);
		});
	}

	@Test
	void limiterWhenShownIsBetweenBreakerAndBulkhead() {
		this.runner.run((context) -> {
			Geocoder geocoder = context.getBean(Geocoder.class);
			admitted(3, geocoder::guess);
			ResilienceInstance quick = instance(context, "quick");

			assertThat(quick.methods()).extracting(GuardedMethod::policies)
				.containsExactly(List.of(PolicyType.FALLBACK, PolicyType.CIRCUIT_BREAKER, PolicyType.RATE_LIMITER,
						PolicyType.BULKHEAD));
			assertThat(PolicyType.RATE_LIMITER.key()).isEqualTo("rateLimiter");
			assertThat(quick.policy(PolicyType.RATE_LIMITER).orElseThrow().snapshot().attributes()).isEqualTo(
					Map.of("limitForPeriod", 2, "availablePermissions", 0, "waitingCalls", 0, "rejectedCalls", 1L));
		});
	}

	@Test
	void propertiesWhenMergedTellTheirOrigin() {
		this.runner.withPropertyValues("resilience.instances.quick.rate-limiter.period=2s").run((context) -> {
			Map<String, Setting> quick = instance(context, "quick").settings(PolicyType.RATE_LIMITER);

			assertThat(quick.keySet()).containsExactly("limit-for-period", "period", "max-wait-duration");
			assertThat(quick.get("limit-for-period").value()).isEqualTo(2);
			assertThat(quick.get("period").value()).isEqualTo(Duration.ofSeconds(2));
			assertThat(quick.get("max-wait-duration")).isEqualTo(new Setting(Duration.ZERO, "default"));
			assertThat(instance(context, "geocoder").settings(PolicyType.RATE_LIMITER).get("limit-for-period").value())
				.isEqualTo(10);
		});
	}

	@Test
	void metersWhenCallsAreLetThroughAndRejectedCountThem() {
		this.runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			admitted(5, context.getBean(Geocoder.class)::guess);

			assertThat(meters.get("resilience.ratelimiter.calls")
				.tags("name", "quick", "kind", "permitted")
				.functionCounter()
				.count()).isEqualTo(2);
			assertThat(meters.get("resilience.ratelimiter.calls")
				.tags("name", "quick", "kind", "rejected")
				.functionCounter()
				.count()).isEqualTo(3);
			assertThat(meters.get("resilience.ratelimiter.available.permissions").tags("name", "quick").gauge().value())
				.isZero();
			context.getBean(ManualTicker.class).advanceMillis(500);
			assertThat(meters.get("resilience.ratelimiter.available.permissions").tags("name", "quick").gauge().value())
				.isOne();
		});
	}

	private static ResilienceInstance instance(ApplicationContext context, String name) {
		return context.getBean(Resilience.class).find(name).orElseThrow();
	}

	private static int admitted(int calls, Callable<String> call) throws Exception {
		int admitted = 0;
		for (int i = 0; i < calls; i++) {
			try {
				call.call();
				admitted++;
			}
			catch (RateLimitExceededException ex) {
				assertThat(ex.retryAfter()).isPositive();
			}
		}
		return admitted;
	}

	static class Geocoder {

		@RateLimiter("geocoder")
		public String find() {
			return "found";
		}

		@RateLimiter(value = "geocoder", permits = 5)
		public String findMany() {
			return "found many";
		}

		@CircuitBreaker("quick")
		@RateLimiter("quick")
		@Bulkhead("quick")
		@Fallback("noGuess")
		public String guess() {
			return "guessed";
		}

		private String noGuess(RateLimitExceededException ex) {
			return "no guess for now";
		}

		@AtMost(permits = 4)
		public String meta() {
			return "meta";
		}

		@Resilient("all")
		public String resilient() {
			return "resilient";
		}

	}

	@RateLimiter("meta")
	@Retention(RetentionPolicy.RUNTIME)
	@interface AtMost {

		@AliasFor(annotation = RateLimiter.class, attribute = "permits")
		int permits();

	}

}
