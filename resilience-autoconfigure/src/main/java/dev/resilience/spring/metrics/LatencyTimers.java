package dev.resilience.spring.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import dev.resilience.CallInstrumentation;
import dev.resilience.CallRejectedException;
import dev.resilience.Invocation;
import dev.resilience.Stage;
import dev.resilience.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Times guarded calls as their callers see them, by how they ended: waits, retries and
 * fallbacks included.
 */
public final class LatencyTimers implements CallInstrumentation {

	private final MeterRegistry registry;

	private final Ticker ticker;

	/** Made once for all methods that report under a name. */
	private final ConcurrentMap<String, Outcomes> timers = new ConcurrentHashMap<>();

	/**
	 * Creates the timers' source.
	 * @param registry takes the timers
	 * @param ticker the time that the policies go by, so that a call asks for it once
	 */
	public LatencyTimers(MeterRegistry registry, Ticker ticker) {
		this.registry = registry;
		this.ticker = ticker;
	}

	@Override
	public Stage around(String instance, Stage pipeline) {
		return new TimedStage(this.ticker, pipeline, this.timers.computeIfAbsent(instance, this::outcomes));
	}

	private Outcomes outcomes(String instance) {
		return new Outcomes(timer(instance, "success"), timer(instance, "failure"), timer(instance, "rejected"),
				timer(instance, "fallback"));
	}

	private Timer timer(String instance, String outcome) {
		return Timer.builder("resilience.calls")
			.description("Guarded calls as their callers see them")
			.tag("name", instance)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private record Outcomes(Timer success, Timer failure, Timer rejected, Timer fallback) {
	}

	private record TimedStage(Ticker ticker, Stage pipeline, Outcomes outcomes) implements Stage {

		@Override
		public @Nullable Object call(Invocation invocation) throws Throwable {
			long started = invocation.nanoTime(this.ticker);
			Object result;
			try {
				result = this.pipeline.call(invocation);
			}
			catch (Throwable ex) {
				record((ex instanceof CallRejectedException) ? this.outcomes.rejected : this.outcomes.failure,
						invocation, started);
				throw ex;
			}
			record(invocation.isAnsweredByFallback() ? this.outcomes.fallback : this.outcomes.success, invocation,
					started);
			return result;
		}

		private void record(Timer timer, Invocation invocation, long started) {
			timer.record(invocation.nanoTime(this.ticker) - started, TimeUnit.NANOSECONDS);
		}

	}

}
