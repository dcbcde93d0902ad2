package dev.resilience.fallback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.Stage;
import dev.resilience.internal.Counter;

/**
 * What the fallbacks of one instance's methods have in common: the counters. The ladder
 * itself belongs to a method; {@link #ladder(FallbackConfig)} makes it a layer.
 * <p>
 * Thread-safe: holds nothing mutable but striped counters.
 */
public final class FallbackPolicy implements Policy {

	private final String instance;

	private final PolicyContext context;

	private final Counter succeeded = new Counter();

	private final Counter failed = new Counter();

	private final ConcurrentMap<String, RungCounters> rungs = new ConcurrentHashMap<>();

	/**
	 * Creates the counters of an instance.
	 * @param instance the name of the instance
	 * @param context time, chance and listener
	 */
	public FallbackPolicy(String instance, PolicyContext context) {
		this.instance = instance;
		this.context = context;
	}

	@Override
	public PolicyType type() {
		return PolicyType.FALLBACK;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	/**
	 * Makes a method's fallback a layer.
	 * @param config the rungs, and what they answer for
	 * @return the layer
	 */
	public Layer ladder(FallbackConfig config) {
		config.rungs().forEach((rung) -> counters(rung.name()));
		return new Layer() {

			@Override
			public PolicyType type() {
				return PolicyType.FALLBACK;
			}

			@Override
			public Stage around(Stage next) {
				return new FallbackStage(FallbackPolicy.this, config, next);
			}

		};
	}

	@Override
	public void reset() {
		this.succeeded.reset();
		this.failed.reset();
	}

	@Override
	public FallbackSnapshot snapshot() {
		return new FallbackSnapshot(this.succeeded.sinceReset(), this.failed.sinceReset());
	}

	@Override
	public List<Measure> measures() {
		List<Measure> measures = new ArrayList<>();
		for (Map.Entry<String, RungCounters> rung : this.rungs.entrySet()) {
			measures.add(calls(rung.getKey(), "successful", rung.getValue().successful));
			measures.add(calls(rung.getKey(), "failed", rung.getValue().failed));
		}
		return measures;
	}

	private Measure calls(String rung, String kind, Counter counter) {
		return Measure
			.counter("resilience.fallback.calls", "Rungs that ran, by how they ended", this.instance, counter::total)
			.with("kind", kind)
			.with("rung", rung);
	}

	void rungSucceeded(String rung, Throwable cause) {
		this.succeeded.increment();
		counters(rung).successful.increment();
		this.context.listener().onFallback(this.instance, rung, cause);
	}

	void rungFailed(String rung, Throwable failure) {
		counters(rung).failed.increment();
		this.context.listener().onFallbackFailed(this.instance, rung, failure);
	}

	void callFailed() {
		this.failed.increment();
	}

	private RungCounters counters(String rung) {
		RungCounters counters = this.rungs.get(rung);
		return (counters != null) ? counters : this.rungs.computeIfAbsent(rung, (key) -> new RungCounters());
	}

	private static final class RungCounters {

		private final Counter successful = new Counter();

		private final Counter failed = new Counter();

	}

}
