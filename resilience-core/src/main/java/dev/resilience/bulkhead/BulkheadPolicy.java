package dev.resilience.bulkhead;

import java.util.List;
import java.util.function.DoubleSupplier;

import dev.resilience.BulkheadFullException;
import dev.resilience.Invocation;
import dev.resilience.Layer;
import dev.resilience.Measure;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.Stage;
import dev.resilience.internal.AdmissionStage;
import dev.resilience.internal.Counter;
import dev.resilience.internal.Nanos;
import dev.resilience.internal.Permit;
import org.jspecify.annotations.Nullable;

/**
 * The bulkhead of one instance: a bounded number of calls at the same time, on the
 * caller's own thread.
 * <p>
 * Thread-safe; see {@link Places} for how places are counted. The wait for a place is on
 * the real time, since it ends by another call's end and not by a time that is reached.
 */
public final class BulkheadPolicy implements Policy, Layer {

	private final String instance;

	private final PolicyContext context;

	private final Places places;

	private final Permit permit;

	private final Counter rejected = new Counter();

	private volatile long maxWaitNanos;

	/**
	 * Creates a bulkhead.
	 * @param instance the name of the instance
	 * @param config its configuration
	 * @param context time, chance and listener
	 */
	public BulkheadPolicy(String instance, BulkheadConfig config, PolicyContext context) {
		this.instance = instance;
		this.context = context;
		this.places = new Places(config.maxConcurrentCalls());
		this.permit = new GiveBack(this.places);
		this.maxWaitNanos = Nanos.of(config.maxWaitDuration());
	}

	@Override
	public PolicyType type() {
		return PolicyType.BULKHEAD;
	}

	@Override
	public String instance() {
		return this.instance;
	}

	@Override
	public Stage around(Stage next) {
		return new AdmissionStage(this::acquire, next);
	}

	/**
	 * Changes the configuration while calls run. Returns at once: if more calls run than
	 * are allowed from now on, they end in their own time, and a call is admitted when
	 * fewer run than allowed.
	 * @param config the new configuration
	 */
	public void reconfigure(BulkheadConfig config) {
		this.maxWaitNanos = Nanos.of(config.maxWaitDuration());
		this.places.limit(config.maxConcurrentCalls());
	}

	@Override
	public void reset() {
		this.rejected.reset();
	}

	@Override
	public BulkheadSnapshot snapshot() {
		return new BulkheadSnapshot(this.places.limit(), this.places.taken(), this.places.getQueueLength(),
				this.rejected.sinceReset());
	}

	@Override
	public List<Measure> measures() {
		return List.of(
				Measure.gauge("resilience.bulkhead.max.allowed.concurrent.calls", "Calls that may run at the same time",
						this.instance, this.places::limit),
				Measure.gauge("resilience.bulkhead.concurrent.calls", "Calls that are running", this.instance,
						this.places::taken),
				Measure.gauge("resilience.bulkhead.waiting.calls", "Calls that wait for a free place", this.instance,
						this.places::getQueueLength),
				calls("permitted", this.places::total), calls("rejected", this.rejected::total));
	}

	private Measure calls(String kind, DoubleSupplier total) {
		return Measure
			.counter("resilience.bulkhead.calls", "Calls by whether they were let through", this.instance, total)
			.with("kind", kind);
	}

	Permit acquire(Invocation invocation) {
		if (this.places.tryTake()) {
			return this.permit;
		}
		boolean interrupted = false;
		long nanos = this.maxWaitNanos;
		if (nanos > 0) {
			try {
				if (this.places.tryTake(nanos)) {
					return this.permit;
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				interrupted = true;
			}
			finally {
				invocation.timePassed();
			}
		}
		this.rejected.increment();
		this.context.listener().onRejected(this.instance, PolicyType.BULKHEAD);
		throw new BulkheadFullException(this.instance, this.places.limit(), interrupted);
	}

	/**
	 * Gives the place back, however the call ended.
	 */
	private record GiveBack(Places places) implements Permit {

		@Override
		public void success(Invocation invocation, @Nullable Object result) {
			this.places.giveBack();
		}

		@Override
		public void failure(Invocation invocation, Throwable failure) {
			this.places.giveBack();
		}

		@Override
		public void cancelled(Invocation invocation) {
			this.places.giveBack();
		}

	}

}
