package dev.resilience.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

/**
 * Random sequences of calls, outcomes, time, operators and resets for two circuit
 * breakers. A sequence in which they differ is shrunk to the steps that matter. A seed
 * makes one sequence, configuration included, so that the seed alone replays it.
 *
 * @param setups makes a random configuration
 * @param comparison makes the two breakers of a configuration
 */
record Sequences(Function<Random, CircuitBreakerSetup> setups, Function<CircuitBreakerSetup, Comparison> comparison) {

	private static final int STEPS = 60;

	/** How many sequences to run, unless the system property says another number. */
	static int count(int usual) {
		return Integer.getInteger("resilience.model.sequences", usual);
	}

	/** The seed of the first sequence, unless the system property says another. */
	static long firstSeed(long usual) {
		return Long.getLong("resilience.model.seed", usual);
	}

	/**
	 * Runs sequences on all processors.
	 * @param firstSeed the seed of the first; the others follow
	 * @param count how many
	 * @return the first difference, shrunk, with its seed, or null
	 */
	@Nullable String firstDifference(long firstSeed, int count) {
		return LongStream.range(firstSeed, firstSeed + count)
			.parallel()
			.mapToObj(this::difference)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String difference(long seed) {
		Random random = new Random(seed);
		CircuitBreakerSetup setup = this.setups.apply(random);
		List<Step> steps = Step.random(random, STEPS);
		String difference = difference(setup, steps);
		if (difference == null) {
			return null;
		}
		List<Step> few = shrink(setup, steps);
		return "seed %d, %s%nsteps %s%n%s%n(before shrinking: %s)%nreplay with %s".formatted(seed, setup, few,
				difference(setup, few), difference,
				"-Dresilience.model.seed=" + seed + " -Dresilience.model.sequences=1");
	}

	private @Nullable String difference(CircuitBreakerSetup setup, List<Step> steps) {
		Comparison comparison = this.comparison.apply(setup);
		for (int i = 0; i < steps.size(); i++) {
			String difference;
			try {
				difference = comparison.differenceAfter(steps.get(i));
			}
			catch (RuntimeException | Error ex) {
				difference = "threw " + ex;
			}
			if (difference != null) {
				return "step " + i + " (" + steps.get(i) + "): " + difference;
			}
		}
		return null;
	}

	private List<Step> shrink(CircuitBreakerSetup setup, List<Step> failing) {
		List<Step> steps = failing;
		for (int chunk = steps.size() / 2; chunk > 0; chunk /= 2) {
			int from = 0;
			while (from + chunk <= steps.size()) {
				List<Step> fewer = new ArrayList<>(steps.subList(0, from));
				fewer.addAll(steps.subList(from + chunk, steps.size()));
				if (difference(setup, fewer) != null) {
					steps = fewer;
				}
				else {
					from += chunk;
				}
			}
		}
		return steps;
	}

}
