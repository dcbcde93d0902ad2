package dev.resilience;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What every policy gets from outside: time, chance, and who listens.
 *
 * @param ticker monotonic time, for every decision
 * @param clock wall-clock time, only for what is shown
 * @param random a source of numbers from 0 (included) to 1 (excluded), thread-safe
 * @param listener is told what happens; what it throws is logged and changes nothing
 * @param scheduler makes transitions that time brings happen when it does, rather than
 * when somebody looks
 */
public record PolicyContext(Ticker ticker, InstantSource clock, DoubleSupplier random, PolicyListener listener,
		Scheduler scheduler) {

	/**
	 * Creates a context whose listener is isolated from the calls.
	 */
	public PolicyContext {
		if (!(listener instanceof ListenerChain)) {
			listener = PolicyListener.all(listener);
		}
	}

	/**
	 * Creates a context without a scheduler.
	 * @param ticker monotonic time, for every decision
	 * @param clock wall-clock time, only for what is shown
	 * @param random a source of numbers from 0 (included) to 1 (excluded), thread-safe
	 * @param listener is told what happens
	 */
	public PolicyContext(Ticker ticker, InstantSource clock, DoubleSupplier random, PolicyListener listener) {
		this(ticker, clock, random, listener, Scheduler.none());
	}

	/**
	 * The time and chance of this machine, without a scheduler.
	 * @param listeners are told what happens, in their order
	 * @return the context
	 */
	public static PolicyContext system(PolicyListener... listeners) {
		return new PolicyContext(Ticker.system(), InstantSource.system(),
				() -> ThreadLocalRandom.current().nextDouble(), PolicyListener.all(listeners));
	}

}
