package dev.resilience.testing;

import dev.resilience.internal.Counter;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

/**
 * Checks that what threads see of a class is what a sequential specification would have
 * shown them in some order that fits. Lincheck makes scenarios of random operations, from
 * a fixed seed; a specification is a class with the same operations. Both are public,
 * with their parents and parameters, since Lincheck generates code that calls them.
 * <p>
 * The short form is for every build; {@code -Dresilience.lincheck=thorough} looks more
 * than a hundred times as long.
 */
public final class Lincheck {

	private static final boolean THOROUGH = "thorough".equals(System.getProperty("resilience.lincheck"));

	private static final int SCENARIOS = THOROUGH ? 100 : 8;

	private Lincheck() {
	}

	/** One thread at a time, switched at the accesses of shared memory. */
	public static void modelCheck(Class<?> test, Class<?> specification) {
		ModelCheckingOptions options = new ModelCheckingOptions();
		// nobody decides by what these do: to switch threads inside them shows nothing
		options.addGuarantee(forClasses(Counter.class.getName(), "dev.resilience.ListenerChain").allMethods().ignore())
			.threads(2)
			.actorsPerThread(3)
			.actorsBefore(0)
			.invocationsPerIteration(THOROUGH ? 2000 : 150);
		check(options, test, specification);
	}

	/** Real threads. */
	public static void stress(Class<?> test, Class<?> specification) {
		StressOptions options = new StressOptions();
		options.threads(3).actorsPerThread(2).actorsBefore(2).invocationsPerIteration(THOROUGH ? 5000 : 300);
		check(options, test, specification);
	}

	private static <O extends Options<O, ?>> void check(O options, Class<?> test, Class<?> specification) {
		options.sequentialSpecification(specification).actorsAfter(2).iterations(SCENARIOS).check(test);
	}

}
