package dev.resilience.staleiferror;

import java.time.Duration;
import java.util.List;

import dev.resilience.Degradation;
import dev.resilience.Invocation;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.Stage;
import dev.resilience.internal.Counter;
import dev.resilience.internal.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * The stale answers of one instance: what its methods remember, and how often it served.
 * {@link #layer(RememberedMethod)} makes the layer of a method.
 * <p>
 * Thread-safe. A successful call writes once, to the store; of two that end at the same
 * moment either may be the last. The maximum age is read when a call fails, so a change
 * counts at once.
 */
public final class StaleIfErrorPolicy implements Policy {

	private final String instance;

	private final PolicyContext context;

	private final StaleStore store;

	private final Counter staleAnswers = new Counter();

	private volatile long maxAgeNanos;

	/**
	 * Creates the stale answers of an instance.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 * @param stores makes the store
	 */
	public StaleIfErrorPolicy(String instance, StaleIfErrorConfig config, PolicyContext context,
			StaleStore.Factory stores) {
		this.instance = instance;
		this.context = context;
		this.store = stores.create(config, context.ticker());
		this.maxAgeNanos = Nanos.of(config.maxAge());
	}

	@Override
	public PolicyType type() {
		return PolicyType.STALE_IF_ERROR;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	/**
	 * Makes the layer of a method.
	 * @param method what is special to the method
	 * @return the layer
	 */
	public Layer layer(RememberedMethod method) {
		return new Layer() {

			@Override
			public PolicyType type() {
				return PolicyType.STALE_IF_ERROR;
			}

			@Override
			public Stage around(Stage next) {
				return new StaleIfErrorStage(new LastGoodResults(StaleIfErrorPolicy.this, method), next);
			}

		};
	}

	/**
	 * Changes the configuration while calls run. What is remembered stays, as far as it
	 * is within the new bounds.
	 * @param config the new configuration
	 */
	public void reconfigure(StaleIfErrorConfig config) {
		this.maxAgeNanos = Nanos.of(config.maxAge());
		this.store.reconfigure(config);
	}

	/**
	 * Forgets the counters and every remembered result: it is the way to get rid of a
	 * wrong one.
	 */
	@Override
	public void reset() {
		this.staleAnswers.reset();
		this.store.clear();
	}

	@Override
	public StaleIfErrorSnapshot snapshot() {
		return new StaleIfErrorSnapshot(this.store.size(), this.staleAnswers.sinceReset());
	}

	@Override
	public List<Measure> measures() {
		return List.of(
				Measure.gauge("resilience.staleiferror.entries", "Results that are remembered", this.instance,
						this.store::size),
				Measure.counter("resilience.staleiferror.answers", "Calls that were answered with the last good result",
						this.instance, this.staleAnswers::total));
	}

	void remember(EntryKey key, Object result, Invocation invocation) {
		this.store.put(key, new LastGood(result, invocation.nanoTime(this.context.ticker())));
	}

	/**
	 * Finds the last good result, unless it is too old, and counts it as an answer.
	 * @return the result, or null if there is none
	 */
	@Nullable Object answer(EntryKey key, Invocation invocation, Throwable failure) {
		if (!(this.store.get(key) instanceof LastGood lastGood)) {
			return null;
		}
		// whoever waited in vain inside need not have said that time passed
		invocation.timePassed();
		long ageNanos = invocation.nanoTime(this.context.ticker()) - lastGood.nanos();
		if (ageNanos > this.maxAgeNanos) {
			return null;
		}
		this.staleAnswers.increment();
		invocation.answeredByFallback();
		this.context.listener().onStaleAnswer(this.instance, ageNanos, failure);
		Degradation.report(this.instance, PolicyType.STALE_IF_ERROR.id(), failure, Duration.ofNanos(ageNanos));
		return lastGood.result();
	}

}
