package dev.resilience.spring.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

	/** The names and tags of the meters that are there. */
	private final Set<String> published = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the binding and publishes what is there.
	 * @param registry takes the meters
	 * @param resilience tells of the policies
	 */
	public ResilienceMetrics(MeterRegistry registry, Resilience resilience) {
		this.registry = registry;
		resilience.observe(this::publish);
	}

	/** Being told of a policy again adds what is new. */
	private void publish(Policy policy) {
		for (Measure measure : policy.measures()) {
			if (this.published.add(measure.name() + measure.tags())) {
				register(policy, measure);
			}
		}
	}

	/**
	 * A registry holds the counted object weakly: that is the policy, which lives as long
	 * as its instance, and not the measure, which nobody else keeps.
	 */
	private void register(Policy policy, Measure measure) {
		List<Tag> tags = measure.tags().entrySet().stream().map((tag) -> Tag.of(tag.getKey(), tag.getValue())).toList();
		switch (measure.kind()) {
			case GAUGE -> Gauge.builder(measure.name(), policy, (measured) -> measure.value().getAsDouble())
				.description(measure.description())
				.tags(tags)
				.register(this.registry);
			case COUNTER -> FunctionCounter.builder(measure.name(), policy, (measured) -> measure.value().getAsDouble())
				.description(measure.description())
				.tags(tags)
				.register(this.registry);
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
