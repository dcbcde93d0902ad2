package dev.resilience.fallback;

import java.util.List;

import dev.resilience.internal.Checks;

/**
 * The fallback of one method. Immutable.
 *
 * @param rungs tried in order, at least one
 * @param on what it answers for, subclasses included
 * @param except what it leaves alone, subclasses included
 */
public record FallbackConfig(List<Rung> rungs, List<Class<? extends Throwable>> on,
		List<Class<? extends Throwable>> except) {

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if there is no rung
	 */
	public FallbackConfig {
		rungs = List.copyOf(rungs);
		on = List.copyOf(on);
		except = List.copyOf(except);
		Checks.check("rungs", rungs, !rungs.isEmpty(), "at least one");
	}

	boolean handles(Throwable failure) {
		return isIn(this.on, failure) && !isIn(this.except, failure);
	}

	private static boolean isIn(List<Class<? extends Throwable>> classes, Throwable failure) {
		return classes.stream().anyMatch((type) -> type.isInstance(failure));
	}

}
