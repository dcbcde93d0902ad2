package dev.resilience.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
		OptionalLong differing = LongStream.range(firstSeed, firstSeed + count)
			.parallel()
			.filter((seed) -> sequence(seed).difference(this.comparison) != null)
			.findFirst();
		return differing.isPresent() ? report(differing.getAsLong()) : null;
	}

	private Sequence sequence(long seed) {
		Random random = new Random(seed);
		return new Sequence(this.setups.apply(random), Step.random(random, STEPS));
	}

	private String report(long seed) {
		Sequence sequence = sequence(seed);
		Sequence few = sequence.shrink(this.comparison);
		return """
				seed %d, %s
				steps %s
				%s
				(before shrinking: %s)
				replay it with -Dresilience.model.seed=%d -Dresilience.model.sequences=1""".formatted(seed,
				sequence.setup, few.steps, few.difference(this.comparison), sequence.difference(this.comparison), seed);
	}

	private record Sequence(CircuitBreakerSetup setup, List<Step> steps) {

		@Nullable String difference(Function<CircuitBreakerSetup, Comparison> comparison) {
			Comparison compared = comparison.apply(this.setup);
			for (int i = 0; i < this.steps.size(); i++) {
				String difference;
				try {
					difference = compared.differenceAfter(this.steps.get(i));
				}
				catch (RuntimeException | Error ex) {
					difference = "threw " + ex;
				}
				if (difference != null) {
					return "step " + i + " (" + this.steps.get(i) + "): " + difference;
				}
			}
			return null;
		}

		Sequence shrink(Function<CircuitBreakerSetup, Comparison> comparison) {
			Sequence shrunk = this;
			for (int chunk = this.steps.size() / 2; chunk > 0; chunk /= 2) {
				int from = 0;
				while (from + chunk <= shrunk.steps.size()) {
					Sequence fewer = shrunk.without(from, from + chunk);
					if (fewer.difference(comparison) != null) {
						shrunk = fewer;
					}
					else {
						from += chunk;
					}
				}
			}
			return shrunk;
		}

		private Sequence without(int from, int to) {
			List<Step> fewer = new ArrayList<>(this.steps.subList(0, from));
			fewer.addAll(this.steps.subList(to, this.steps.size()));
			return new Sequence(this.setup, fewer);
		}

	}

}
