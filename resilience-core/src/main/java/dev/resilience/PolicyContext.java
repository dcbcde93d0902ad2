package dev.resilience;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What every policy gets from outside: time, chance, and who listens.
 *
 * @param ticker monotonic time, for every decision
 * @param clock wall-clock time, only for what is shown
 * @param random a source of numbers from 0 (included) to 1 (excluded), thread-safe
 * @param listener is told what happens; what it throws is logged and changes nothing
 */
public record PolicyContext(Ticker ticker, InstantSource clock, DoubleSupplier random, PolicyListener listener) {

	/**
	 * Creates a context whose listener is isolated from the calls.
	 */
	public PolicyContext {
		if (!(listener instanceof ListenerChain)) {
			listener = new ListenerChain(List.of(listener));
		}
	}

	/**
	 * The time and chance of this machine.
	 * @param listeners are told what happens, in their order
	 * @return the context
	 */
	public static PolicyContext system(PolicyListener... listeners) {
		return new PolicyContext(Ticker.system(), InstantSource.system(),
				() -> ThreadLocalRandom.current().nextDouble(), new ListenerChain(List.of(listeners)));
	}

}
