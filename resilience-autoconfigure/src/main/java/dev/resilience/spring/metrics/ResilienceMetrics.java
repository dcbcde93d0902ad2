package dev.resilience.spring.metrics;

import java.util.Locale;

import dev.resilience.CircuitState;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyListener;
import dev.resilience.Resilience;
import dev.resilience.TransitionCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * Publishes every policy's measures as meters, from the moment the policy is there, and
 * counts transitions. A call pays nothing for it: the counters are the engine's own, and
 * a registry reads them when it is asked.
 */
public final class ResilienceMetrics implements PolicyListener {

	private final MeterRegistry registry;

	/**
	 * Creates the binding and publishes what is there.
	 * @param registry takes the meters
	 * @param resilience tells of the policies
	 */
	public ResilienceMetrics(MeterRegistry registry, Resilience resilience) {
		this.registry = registry;
		resilience.observe(this::publish);
	}

	/**
	 * A registry takes a meter only once: to be told of a policy again adds what is new.
	 */
	private void publish(Policy policy) {
		for (Measure measure : policy.measures()) {
			Iterable<Tag> tags = measure.tags()
				.entrySet()
				.stream()
				.map((tag) -> Tag.of(tag.getKey(), tag.getValue()))
				.toList();
			switch (measure.kind()) {
				case GAUGE -> Gauge.builder(measure.name(), () -> measure.value().getAsDouble())
					.description(measure.description())
					.tags(tags)
					.register(this.registry);
				case COUNTER ->
					FunctionCounter.builder(measure.name(), measure, (counted) -> counted.value().getAsDouble())
						.description(measure.description())
						.tags(tags)
						.register(this.registry);
			}
		}
	}

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		Counter.builder("resilience.circuitbreaker.transitions")
			.description("Transitions between states")
			.tag("name", instance)
			.tag("from", from.name().toLowerCase(Locale.ROOT))
			.tag("to", to.name().toLowerCase(Locale.ROOT))
			.register(this.registry)
			.increment();
	}

}
