package dev.resilience.ratelimiter;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.Invocation;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.RateLimitExceededException;
import dev.resilience.Stage;
import dev.resilience.internal.AdmissionStage;
import dev.resilience.internal.Checks;
import dev.resilience.internal.Counter;
import dev.resilience.internal.Permit;
import dev.resilience.ratelimiter.Decision.Rejected;
import dev.resilience.ratelimiter.Decision.Reserved;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter of one instance: a full burst of permits at first, then as many as its
 * rate brings, evenly. A call that cannot have its permits within the wait is rejected at
 * once; one that can waits on the caller's own thread, by the ticker. Nothing is given
 * back when a call ends: a permit is for beginning it.
 * <p>
 * Itself a layer whose calls take one permit each; {@link #layer(int)} makes others.
 * <p>
 * Thread-safe. Has no thread and no timer. See {@link TokenBucket} for how permits are
 * counted; the bucket hangs on one reference, which is replaced by compare-and-set when
 * the configuration changes or the bucket is used up, by whoever comes first.
 */
public final class RateLimiterPolicy implements Policy, Layer {

	private static final Permit NOTHING_TO_GIVE_BACK = new Begun();

	private final String instance;

	private final PolicyContext context;

	private final AtomicReference<TokenBucket> bucket;

	private final AtomicInteger largestCall = new AtomicInteger(1);

	private final AtomicInteger waiting = new AtomicInteger();

	private final Counter permitted = new Counter();

	private final Counter rejected = new Counter();

	/**
	 * Creates a rate limiter.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 */
	public RateLimiterPolicy(String instance, RateLimiterConfig config, PolicyContext context) {
		this.instance = instance;
		this.context = context;
		this.bucket = new AtomicReference<>(new TokenBucket(new Rate(config), context.ticker().nanoTime()));
	}

	@Override
	public PolicyType type() {
		return PolicyType.RATE_LIMITER;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	@Override
	public Stage around(Stage next) {
		return around(1, next);
	}

	/**
	 * The same rate limiter for calls that take several permits each.
	 * @param permits how many a call takes, from 1 to the limit
	 * @return the layer
	 * @throws IllegalArgumentException if no call could ever be admitted, or calls would
	 * be free
	 */
	public Layer layer(int permits) {
		int limit = this.bucket.get().rate().limit();
		Checks.check("permits", permits, permits >= 1 && permits <= limit,
				">= 1 and <= " + limit + ", the limit for a period");
		this.largestCall.accumulateAndGet(permits, Math::max);
		return (permits == 1) ? this : new CostlyCalls(this, permits);
	}

	private Stage around(int permits, Stage next) {
		return new AdmissionStage((invocation) -> acquire(permits, invocation), next);
	}

	/**
	 * Changes the configuration while calls run. What was taken of the bucket and has not
	 * come back yet stays taken, in permits: with 3 of 10 taken, 17 of 20 are left at
	 * once, or none of 2. A call that waits keeps the time that it has been told, and no
	 * longer has anything to give back.
	 * @param config the new configuration
	 * @throws IllegalArgumentException if a {@link #layer(int)} needs more permits for a
	 * call than the new limit; nothing is changed then
	 */
	public void reconfigure(RateLimiterConfig config) {
		int largestCall = this.largestCall.get();
		Checks.check("limitForPeriod", config.limitForPeriod(), config.limitForPeriod() >= largestCall,
				">= " + largestCall + ", the permits of a call");
		Rate rate = new Rate(config);
		TokenBucket current;
		do {
			current = this.bucket.get();
		}
		while (!replace(current, rate, this.context.ticker().nanoTime()));
	}

	private boolean replace(TokenBucket current, Rate rate, long now) {
		return this.bucket.compareAndSet(current, current.successor(rate, now));
	}

	@Override
	public void reset() {
		this.rejected.reset();
	}

	@Override
	public RateLimiterSnapshot snapshot() {
		TokenBucket bucket = this.bucket.get();
		return new RateLimiterSnapshot(bucket.rate().limit(), available(bucket), this.waiting.get(),
				this.rejected.sinceReset());
	}

	private int available(TokenBucket bucket) {
		return bucket.available(this.context.ticker().nanoTime());
	}

	@Override
	public List<Measure> measures() {
		return List.of(
				Measure.gauge("resilience.ratelimiter.available.permissions", "Permits that can be taken at once",
						this.instance, () -> available(this.bucket.get())),
				calls("permitted", this.permitted), calls("rejected", this.rejected));
	}

	private Measure calls(String kind, Counter counter) {
		return Measure
			.counter("resilience.ratelimiter.calls", "Calls by whether they were let through", this.instance,
					counter::total)
			.with("kind", kind);
	}

	private Permit acquire(int permits, Invocation invocation) {
		Decision decision = decide(permits, invocation);
		if (decision instanceof Rejected rejection) {
			throw rejected(rejection.retryAfterNanos(), false);
		}
		if (decision instanceof Reserved reserved) {
			await(reserved, invocation);
		}
		admitted();
		return NOTHING_TO_GIVE_BACK;
	}

	/**
	 * Takes permits, now or for later, if they are to be had within the wait. Never
	 * blocks and counts nothing.
	 */
	Decision decide(int permits, Invocation invocation) {
		long now = invocation.nanoTime(this.context.ticker());
		while (true) {
			TokenBucket bucket = this.bucket.get();
			Decision decision = bucket.decide(permits, now);
			if (decision != null) {
				return decision;
			}
			replace(bucket, bucket.rate(), now);
		}
	}

	private void await(Reserved reserved, Invocation invocation) {
		long startedNanos = invocation.nanoTime(this.context.ticker());
		boolean waited = false;
		waiting();
		try {
			this.context.ticker().sleep(reserved.waitNanos());
			waited = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			noLongerWaiting();
			if (!waited) {
				reserved.giveBack();
			}
			invocation.timePassed();
		}
		if (!waited) {
			long waitedNanos = this.context.ticker().nanoTime() - startedNanos;
			throw rejected(Math.max(1, reserved.waitNanos() - waitedNanos), true);
		}
	}

	/** A call begins to wait for what it has reserved. */
	void waiting() {
		this.waiting.incrementAndGet();
	}

	/** A call has waited, to the end or not. */
	void noLongerWaiting() {
		this.waiting.decrementAndGet();
	}

	/** A call is let through, at once or after its wait. */
	void admitted() {
		this.permitted.increment();
	}

	/**
	 * A call is not let through.
	 * @param retryAfterNanos when its permits would be there, negative for never
	 * @param interrupted whether its wait was cut short
	 * @return what the caller gets
	 */
	RateLimitExceededException rejected(long retryAfterNanos, boolean interrupted) {
		this.rejected.increment();
		this.context.listener().onRejected(this.instance, PolicyType.RATE_LIMITER);
		return new RateLimitExceededException(this.instance,
				(retryAfterNanos < 0) ? null : Duration.ofNanos(retryAfterNanos), interrupted);
	}

	/**
	 * The rate limiter as a method uses it whose calls take several permits.
	 */
	private record CostlyCalls(RateLimiterPolicy policy, int permits) implements Layer {

		@Override
		public PolicyType type() {
			return this.policy.type();
		}

		@Override
		public Stage around(Stage next) {
			return this.policy.around(this.permits, next);
		}

	}

	/**
	 * The permit of a call that has begun: how it ends changes nothing.
	 */
	private record Begun() implements Permit {

		@Override
		public void success(Invocation invocation, @Nullable Object result) {
		}

		@Override
		public void failure(Invocation invocation, Throwable failure) {
		}

		@Override
		public void cancelled(Invocation invocation) {
		}

	}

}
