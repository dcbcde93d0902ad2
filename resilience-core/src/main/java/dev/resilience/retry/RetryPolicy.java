package dev.resilience.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.resilience.Invocation;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.Stage;
import dev.resilience.internal.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The retry of one instance: its configuration, its budget and its counters. How one call
 * is retried stands in {@link Retrying}, and how one is made again in {@link RetryStage}.
 * <p>
 * Thread-safe: holds nothing mutable but striped counters and the budget.
 */
public final class RetryPolicy implements Policy, Layer {

	private final String instance;

	private final RetryConfig config;

	private final PolicyContext context;

	private final RetryAfterExtractor hints;

	private final @Nullable RetryBudget budget;

	/** First attempts whose failure or result asks for another. */
	private final Counter unsatisfied = new Counter();

	/** First attempts whose failure is not retried. */
	private final Counter failedAtOnce = new Counter();

	final Counter succeededWithoutRetry = new Counter();

	final Counter succeededWithRetry = new Counter();

	final Counter failedWithRetry = new Counter();

	final Counter failedWithoutRetry = new Counter();

	final Counter attemptsAfterFirst = new Counter();

	final Counter budgetExhausted = new Counter();

	/** Failures that a retried call inside has given up on. */
	final Counter nested = new Counter();

	/**
	 * Creates a retry that looks for no hints of servers.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 */
	public RetryPolicy(String instance, RetryConfig config, PolicyContext context) {
		this(instance, config, context, RetryAfterExtractor.none());
	}

	/**
	 * Creates a retry.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 * @param hints tells when a server wants to be called again
	 */
	public RetryPolicy(String instance, RetryConfig config, PolicyContext context, RetryAfterExtractor hints) {
		this.instance = instance;
		this.config = config;
		this.context = context;
		this.hints = RetryAfterExtractor.isolated(hints);
		this.budget = config.budgetEnabled() ? new RetryBudget(config.budgetRatio(), config.budgetMinPerSecond(),
				config.budgetWindow(), context.ticker(), context.random(), this::firstAttempts) : null;
	}

	@Override
	public PolicyType type() {
		return PolicyType.RETRY;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	/**
	 * The configuration.
	 * @return the configuration
	 */
	public RetryConfig config() {
		return this.config;
	}

	@Override
	public Stage around(Stage next) {
		return around(next, true);
	}

	/**
	 * The same retry as methods use it whose request must not be processed twice. It
	 * retries only what cannot have been processed: what cannot connect, gets no
	 * connection from a pool, or is rejected by a policy inside; and of that only what
	 * the configuration retries.
	 * @return the layer, with the budget and the counters of this retry
	 */
	public Layer notIdempotent() {
		return new Layer() {

			@Override
			public PolicyType type() {
				return PolicyType.RETRY;
			}

			@Override
			public Stage around(Stage next) {
				return RetryPolicy.this.around(next, false);
			}

		};
	}

	private Stage around(Stage next, boolean idempotent) {
		RetryRules rules = new RetryRules(this, idempotent);
		Stage stage = new RetryStage(rules, next);
		return rules.bindsContext() ? new CallContextStage(this.instance, this.config.idempotencyKeyEnabled(), stage)
				: stage;
	}

	@Override
	public void reset() {
		this.succeededWithoutRetry.reset();
		this.succeededWithRetry.reset();
		this.failedWithRetry.reset();
		this.failedWithoutRetry.reset();
	}

	@Override
	public RetrySnapshot snapshot() {
		return new RetrySnapshot(this.config.maxAttempts(), this.succeededWithoutRetry.sinceReset(),
				this.succeededWithRetry.sinceReset(), this.failedWithRetry.sinceReset(),
				this.failedWithoutRetry.sinceReset());
	}

	@Override
	public List<Measure> measures() {
		List<Measure> measures = new ArrayList<>();
		measures.add(calls("successful_without_retry", this.succeededWithoutRetry));
		measures.add(calls("successful_with_retry", this.succeededWithRetry));
		measures.add(calls("failed_with_retry", this.failedWithRetry));
		measures.add(calls("failed_without_retry", this.failedWithoutRetry));
		measures.add(Measure.counter("resilience.retry.attempts", "Attempts after the first", this.instance,
				this.attemptsAfterFirst::total));
		measures.add(Measure.counter("resilience.retry.nested",
				"Failures that were not retried since a retried call inside had given up on them", this.instance,
				this.nested::total));
		RetryBudget budget = this.budget;
		if (budget != null) {
			measures.add(Measure.gauge("resilience.retry.budget.balance", "Retries that could be made now",
					this.instance, budget::balance));
			measures.add(Measure.counter("resilience.retry.budget.exhausted",
					"Retries that were not made since the budget was empty", this.instance,
					this.budgetExhausted::total));
		}
		return measures;
	}

	private Measure calls(String kind, Counter counter) {
		return Measure.counter("resilience.retry.calls", "Calls by how they ended", this.instance, counter::total)
			.with("kind", kind);
	}

	PolicyContext context() {
		return this.context;
	}

	/** When the server wants to be called again, or null if it does not say. */
	@Nullable Duration retryAfter(Throwable failure) {
		return this.hints.retryAfter(failure);
	}

	/** The first attempt was good enough. */
	void succeededAtOnce(Invocation invocation) {
		firstAttemptEnded(invocation);
		this.succeededWithoutRetry.increment();
	}

	/** The first attempt failed in a way that is not retried. */
	void failedAtOnce(Invocation invocation) {
		firstAttemptEnded(invocation);
		this.failedAtOnce.increment();
		this.failedWithoutRetry.increment();
	}

	/** The first attempt asks for another. */
	void unsatisfied(Invocation invocation) {
		firstAttemptEnded(invocation);
		this.unsatisfied.increment();
	}

	/** What is counted next is a deposit of now. */
	private void firstAttemptEnded(Invocation invocation) {
		if (this.budget != null) {
			this.budget.look(invocation);
		}
	}

	/** The deposits to the budget: a healthy call is counted once for both. */
	private long firstAttempts() {
		return this.succeededWithoutRetry.total() + this.failedAtOnce.total() + this.unsatisfied.total();
	}

	boolean tryWithdrawFromBudget() {
		return this.budget == null || this.budget.tryWithdraw();
	}

}
