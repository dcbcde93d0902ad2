package dev.resilience.benchmarks.memory;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.resilience.Pipeline;
import dev.resilience.PolicyContext;
import dev.resilience.benchmarks.Outage;
import dev.resilience.circuitbreaker.CircuitBreakerConfig;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.circuitbreaker.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.smallrye.faulttolerance.api.Guard;
import org.openjdk.jol.info.GraphLayout;

/**
 * Writes how many bytes one more circuit breaker keeps: what 200 of them keep less what
 * 100 keep, by 100, so that what they share is not counted. Each is measured after 300
 * calls of which 2 percent failed. The configuration is shared where the library lets it.
 */
final class RetainedProbe {

	private static final int MANY = 100;

	private static final int CALLS = 300;

	private static final long REFERENCE = 4;

	private RetainedProbe() {
	}

	public static void main(String[] args) {
		ours("ours, 100 calls", CircuitBreakerConfig.builder());
		ours("ours, 100 calls, slow calls watched",
				CircuitBreakerConfig.builder().slowCallDurationThreshold(Duration.ofSeconds(1)));
		ours("ours, 10 seconds",
				CircuitBreakerConfig.builder()
					.slidingWindowType(SlidingWindowType.TIME_BASED)
					.slidingWindowDuration(Duration.ofSeconds(10)));
		resilience4j("Resilience4j, 100 calls", 100,
				io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
				SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
		resilience4j("Resilience4j `LOCK_FREE`, 100 calls", 100,
				io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
				SlidingWindowSynchronizationStrategy.LOCK_FREE);
		resilience4j("Resilience4j, 10 seconds", 10,
				io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType.TIME_BASED,
				SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
		dev.failsafe.CircuitBreakerConfig<Object> failsafe = CircuitBreaker.builder()
			.withFailureThreshold(50, 100)
			.build()
			.getConfig();
		write("Failsafe, 100 calls", () -> CircuitBreaker.builder(failsafe).build(),
				(breaker) -> (callable) -> Failsafe.with(breaker).get(callable::call));
		write("SmallRye, 100 calls",
				() -> Guard.create().withCircuitBreaker().requestVolumeThreshold(100).failureRatio(0.5).done().build(),
				(guard) -> (callable) -> guard.call(callable, String.class));
		System.exit(0); // SmallRye's threads would keep the JVM
	}

	private static void ours(String title, CircuitBreakerConfig.Builder builder) {
		CircuitBreakerConfig config = builder.slidingWindowSize(100).minimumNumberOfCalls(10).build();
		PolicyContext context = PolicyContext.system();
		write(title, () -> new CircuitBreakerPolicy("payment", config, context),
				(breaker) -> Pipeline.of(breaker)::call);
	}

	private static void resilience4j(String title, int size,
			io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType type,
			SlidingWindowSynchronizationStrategy strategy) {
		io.github.resilience4j.circuitbreaker.CircuitBreakerConfig config = io.github.resilience4j.circuitbreaker.CircuitBreakerConfig
			.custom()
			.slidingWindow(size, 10, type, strategy)
			.build();
		write(title, () -> io.github.resilience4j.circuitbreaker.CircuitBreaker.of("payment", config),
				(breaker) -> breaker::executeCallable);
	}

	private static <T> void write(String title, Supplier<T> factory, Function<T, Guarded> guard) {
		Object[] some = used(MANY, factory, guard);
		Object[] more = used(2 * MANY, factory, guard);
		long bytes = GraphLayout.parseInstance((Object) more).totalSize()
				- GraphLayout.parseInstance((Object) some).totalSize();
		System.out.println(title + "=" + (bytes / MANY - REFERENCE));
	}

	private static <T> Object[] used(int count, Supplier<T> factory, Function<T, Guarded> guard) {
		Object[] instances = new Object[count];
		for (int i = 0; i < count; i++) {
			T instance = factory.get();
			use(guard.apply(instance));
			instances[i] = instance;
		}
		return instances;
	}

	private static void use(Guarded guarded) {
		for (int i = 0; i < CALLS; i++) {
			boolean fails = i % 50 == 0;
			try {
				guarded.call(() -> {
					if (fails) {
						throw Outage.INSTANCE;
					}
					return "answer";
				});
			}
			catch (Outage ex) {
				// as it should be
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * A circuit breaker, whoever made it.
	 */
	private interface Guarded {

		String call(Callable<String> callable) throws Exception;

	}

}
