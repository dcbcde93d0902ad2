package dev.resilience.ratelimiter;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.resilience.ratelimiter.Decision.Rejected;
import dev.resilience.ratelimiter.Decision.Reserved;
import dev.resilience.testing.Calls;
import dev.resilience.testing.ManualTicker;
import dev.resilience.testing.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random sequences of calls, waits that are given up, and time: the rate limiter decides
 * as a naive one does that keeps a list in exact numbers, and whatever happens, no
 * interval sees more calls than a full bucket and what the interval itself brings.
 */
class RateLimiterModelTests {

	private static final int SEQUENCES = Integer.getInteger("resilience.model.sequences", 10_000);

	private static final long SEED = Long.getLong("resilience.model.seed", 20261125);

	private static final int STEPS = 60;

	@Test
	void limiterWhenComparedWithANaiveOneDecidesTheSame() {
		for (int i = 0; i < SEQUENCES; i++) {
			Random random = new Random(SEED + i);
			int limit = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
			long period = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
			long wait = random.nextInt(4) * period / (1 + random.nextInt(3));
			new Sequence(random, limit, period, wait, "seed " + (SEED + i)).run(true);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 1_000, 1_000_000_000, 86_400_000_000_000L, 1L << 58, Long.MAX_VALUE })
	void limiterWhenItsNumbersAreOutOfTheOrdinaryKeepsTheBound(long period) {
		for (int i = 0; i < SEQUENCES / 10; i++) {
			Random random = new Random(SEED + i);
			int limit = 1 + random.nextInt(random.nextBoolean() ? 10 : Integer.MAX_VALUE - 1);
			long wait = (random.nextInt(3) == 0) ? 0 : random.nextLong() >>> random.nextInt(63) >>> 1;
			new Sequence(random, limit, period, wait, "seed " + (SEED + i)).run(false);
		}
	}

	/**
	 * One random sequence.
	 */
	private static final class Sequence {

		private final Random random;

		private final int limit;

		private final long period;

		private final String name;

		private final ManualTicker ticker;

		private final RateLimiterPolicy limiter;

		private final Model model;

		/**
		 * Waiting: what the limiter answered, what the model has reserved, and until
		 * when.
		 */
		private final List<Waiting> waiting = new ArrayList<>();

		/** Calls that have run: when, and with how many permits. */
		private final List<long[]> runs = new ArrayList<>();

		Sequence(Random random, int limit, long period, long wait, String name) {
			this.random = random;
			this.limit = limit;
			this.period = period;
			this.name = name + ": limit " + limit + ", period " + period + ", wait " + wait;
			// half of them see the ticker overflow
			this.ticker = new ManualTicker(random.nextBoolean() ? Long.MAX_VALUE - period / 2 : 0);
			this.limiter = new RateLimiterPolicy("payment",
					new RateLimiterConfig(limit, Duration.ofNanos(period), Duration.ofNanos(wait)),
					new TestContext(this.ticker).policyContext());
			this.model = new Model(limit, period, wait);
		}

		void run(boolean compared) {
			long start = this.ticker.nanoTime();
			for (int step = 0; step < STEPS; step++) {
				long now = this.ticker.nanoTime() - start;
				int dice = this.random.nextInt(10);
				if (dice < 6) {
					call(now, compared);
				}
				else if (dice < 8 && !this.waiting.isEmpty()) {
					giveUp(this.waiting.remove(this.random.nextInt(this.waiting.size())));
				}
				else {
					pass(now);
				}
			}
			this.waiting.forEach((waiting) -> this.runs.add(new long[] { waiting.until(), waiting.permits() }));
			this.runs.sort((left, right) -> Long.compare(left[0], right[0]));
			assertBound();
		}

		private void call(long now, boolean compared) {
			int permits = (this.random.nextInt(4) > 0) ? 1 : 1 + this.random.nextInt(this.limit);
			Decision decision = this.limiter.decide(permits, Calls.CALL);
			Slot slot = null;
			if (compared) {
				Answer answer = this.model.call(now, permits);
				slot = answer.slot();
				long nanos = (decision instanceof Reserved reserved) ? reserved.waitNanos()
						: (decision instanceof Rejected rejected) ? rejected.retryAfterNanos() : 0;
				assertThat((decision instanceof Rejected ? "rejected " : "wait ") + nanos).as(this.name)
					.isEqualTo(((slot == null) ? "rejected " : "wait ") + answer.nanos());
				assertThat(this.limiter.snapshot().availablePermissions()).as(this.name)
					.isEqualTo(this.model.available(now));
			}
			if (decision instanceof Reserved reserved) {
				assertThat(reserved.waitNanos()).as(this.name).isPositive();
				this.waiting.add(new Waiting(reserved, slot, now + reserved.waitNanos(), permits));
			}
			else if (decision instanceof Rejected rejected) {
				assertThat(rejected.retryAfterNanos()).as(this.name).isPositive();
			}
			else {
				this.runs.add(new long[] { now, permits });
			}
		}

		private void giveUp(Waiting waiting) {
			waiting.reserved().giveBack();
			if (waiting.slot() != null) {
				this.model.giveBack(waiting.slot());
			}
		}

		/** Whose time comes runs exactly then. */
		private void pass(long now) {
			long nanos = switch (this.random.nextInt(4)) {
				case 0 -> 1;
				case 1 -> this.random.nextLong(1 + (this.period - 1) / this.limit);
				case 2 -> this.random.nextLong(1 + this.period / 4);
				default ->
					this.waiting.isEmpty() ? 1 + this.random.nextLong(this.period) : this.waiting.get(0).until() - now;
			};
			// so that a sequence ends before the ticker comes round
			long later = Math.min(nanos, Long.MAX_VALUE / 4 / STEPS);
			this.ticker.advance(Duration.ofNanos(later));
			this.waiting.removeIf((waiting) -> waiting.until() <= now + later
					&& this.runs.add(new long[] { waiting.until(), waiting.permits() }));
		}

		private void assertBound() {
			BigInteger period = BigInteger.valueOf(this.period);
			for (int from = 0; from < this.runs.size(); from++) {
				long permits = 0;
				for (int to = from; to < this.runs.size(); to++) {
					permits += this.runs.get(to)[1];
					BigInteger allowed = BigInteger.valueOf(this.runs.get(to)[0] - this.runs.get(from)[0])
						.add(period)
						.multiply(BigInteger.valueOf(this.limit));
					if (BigInteger.valueOf(permits).multiply(period).compareTo(allowed) > 0) {
						throw new AssertionError(this.name + ": " + permits + " permits from " + this.runs.get(from)[0]
								+ " to " + this.runs.get(to)[0]);
					}
				}
			}
		}

	}

	private record Waiting(Reserved reserved, @Nullable Slot slot, long until, int permits) {
	}

	private record Answer(@Nullable Slot slot, long nanos) {
	}

	/**
	 * A stretch of the schedule, in nanoseconds times the limit.
	 */
	private record Slot(BigInteger start, BigInteger end) {
	}

	/**
	 * Keeps every stretch there ever was, and looks at all of them each time.
	 */
	private static final class Model {

		private final BigInteger limit;

		private final BigInteger period;

		private final BigInteger wait;

		private final List<Slot> taken = new ArrayList<>();

		private final List<Slot> free = new ArrayList<>();

		Model(long limit, long period, long wait) {
			this.limit = BigInteger.valueOf(limit);
			this.period = BigInteger.valueOf(period);
			this.wait = BigInteger.valueOf(wait).multiply(this.limit);
		}

		Answer call(long nanos, int permits) {
			BigInteger now = BigInteger.valueOf(nanos).multiply(this.limit);
			BigInteger cost = BigInteger.valueOf(permits).multiply(this.period);
			BigInteger start = end().max(now);
			Slot slot = new Slot(start, start.add(cost));
			if (due(slot).compareTo(now) <= 0) {
				this.taken.add(slot);
				return new Answer(slot, 0);
			}
			Slot given = takeFree(now, cost);
			slot = (given != null) ? given : new Slot(start, wholeNanos(start.add(cost)));
			BigInteger missing = due(slot).subtract(now);
			boolean rejected = missing.compareTo(this.wait) > 0;
			if (!rejected) {
				this.taken.add(slot);
			}
			return new Answer(rejected ? null : slot, missing.divide(this.limit).longValueExact());
		}

		/** Who waits runs on a whole nanosecond. */
		private BigInteger wholeNanos(BigInteger end) {
			BigInteger full = this.limit.multiply(this.period);
			return end.subtract(full)
				.add(this.limit)
				.subtract(BigInteger.ONE)
				.divide(this.limit)
				.multiply(this.limit)
				.add(full);
		}

		private @Nullable Slot takeFree(BigInteger now, BigInteger cost) {
			Slot first = null;
			for (Slot slot : this.free) {
				Slot part = new Slot(slot.start(), wholeNanos(slot.start().add(cost)));
				if (due(part).compareTo(now) > 0 && part.end().compareTo(slot.end()) <= 0
						&& (first == null || slot.end().compareTo(first.end()) < 0)) {
					first = slot;
				}
			}
			if (first == null) {
				return null;
			}
			Slot part = new Slot(first.start(), wholeNanos(first.start().add(cost)));
			this.free.remove(first);
			if (part.end().compareTo(first.end()) < 0) {
				this.free.add(new Slot(part.end(), first.end()));
			}
			return part;
		}

		void giveBack(Slot slot) {
			this.taken.remove(slot);
			this.free.add(slot);
			BigInteger end = end();
			this.free.removeIf((free) -> free.start().compareTo(end) >= 0);
		}

		int available(long nanos) {
			BigInteger now = BigInteger.valueOf(nanos).multiply(this.limit);
			BigInteger left = this.limit.multiply(this.period).subtract(end().subtract(now).max(BigInteger.ZERO));
			return left.max(BigInteger.ZERO).divide(this.period).intValueExact();
		}

		private BigInteger end() {
			return this.taken.stream().map(Slot::end).reduce(BigInteger.ZERO, BigInteger::max);
		}

		private BigInteger due(Slot slot) {
			return slot.end().subtract(this.limit.multiply(this.period));
		}

	}

}
