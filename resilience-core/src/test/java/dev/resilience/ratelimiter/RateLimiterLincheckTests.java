package dev.resilience.ratelimiter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.ratelimiter.Decision.Rejected;
import dev.resilience.ratelimiter.Decision.Reserved;
import dev.resilience.testing.Lincheck;
import dev.resilience.testing.ManualTicker;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;

/**
 * The {@link RateLimiterPolicy} under any interleaving is one number and the time. Two
 * callers, each of which may give its last reservation back.
 */
class RateLimiterLincheckTests {

	private static final int LIMIT = 2;

	private static final int MAX_WAIT = 2;

	@Test
	void limiterWhenModelCheckedIsNumber() {
		Lincheck.modelCheck(CheckedLimiter.class, CountedPermits.class);
	}

	@Test
	void limiterWhenStressedIsNumber() {
		Lincheck.stress(CheckedLimiter.class, CountedPermits.class);
	}

	@Test
	void reservationsWhenModelCheckedAreStretches() {
		Lincheck.modelCheck(CheckedReservations.class, Stretches.class);
	}

	@Test
	void reservationsWhenStressedAreStretches() {
		Lincheck.stress(CheckedReservations.class, Stretches.class);
	}

	private static RateLimiterConfig config(int limit) {
		return new RateLimiterConfig(limit, Duration.ofNanos(limit), Duration.ofNanos(MAX_WAIT));
	}

	private static String text(Decision decision) {
		if (decision instanceof Reserved reserved) {
			return "wait " + reserved.waitNanos();
		}
		return (decision instanceof Rejected rejected) ? "rejected " + rejected.retryAfterNanos() : "wait 0";
	}

	private static PolicyContext context(ManualTicker ticker) {
		return new PolicyContext(ticker, () -> Instant.EPOCH, () -> 0.5, new PolicyListener() {
		});
	}

	/**
	 * Calls, time, and a configuration that is set again: each bucket is replaced while
	 * others take of it.
	 */
	public static class CheckedLimiter {

		private final ManualTicker ticker = new ManualTicker();

		private final RateLimiterPolicy limiter = new RateLimiterPolicy("payment", config(LIMIT), context(this.ticker));

		@Operation
		public String acquire() {
			return text(this.limiter.decide(1, CALL));
		}

		@Operation
		public String acquireTwo() {
			return text(this.limiter.decide(2, CALL));
		}

		@Operation
		public int available() {
			return this.limiter.snapshot().availablePermissions();
		}

		@Operation(nonParallelGroup = "operator")
		public void reconfigure() {
			this.limiter.reconfigure(config(LIMIT));
		}

	}

	public static class CountedPermits {

		private int taken;

		public String acquire() {
			return acquire(1);
		}

		public String acquireTwo() {
			return acquire(2);
		}

		private String acquire(int permits) {
			int wait = Math.max(0, this.taken + permits - LIMIT);
			if (wait > MAX_WAIT) {
				return "rejected " + wait;
			}
			this.taken += permits;
			return "wait " + wait;
		}

		public int available() {
			return Math.max(0, LIMIT - this.taken);
		}

		public void reconfigure() {
		}

	}

	/**
	 * Reservations that are given back, in any order.
	 */
	public static class CheckedReservations {

		private final RateLimiterPolicy limiter = new RateLimiterPolicy("payment", config(1),
				context(new ManualTicker()));

		private final Deque<Reserved> held = new ArrayDeque<>();

		private final Deque<Reserved> heldByOther = new ArrayDeque<>();

		@Operation(nonParallelGroup = "a caller")
		public String acquire() {
			return acquire(this.held);
		}

		@Operation(nonParallelGroup = "a caller")
		public void giveUp() {
			giveUp(this.held);
		}

		@Operation(nonParallelGroup = "another caller")
		public String acquireOther() {
			return acquire(this.heldByOther);
		}

		@Operation(nonParallelGroup = "another caller")
		public void giveUpOther() {
			giveUp(this.heldByOther);
		}

		private String acquire(Deque<Reserved> held) {
			Decision decision = this.limiter.decide(1, CALL);
			if (decision instanceof Reserved reserved) {
				held.add(reserved);
			}
			return text(decision);
		}

		private static void giveUp(Deque<Reserved> held) {
			Reserved reserved = held.poll();
			if (reserved != null) {
				reserved.giveBack();
			}
		}

	}

	public static class Stretches {

		private final boolean[] taken = new boolean[1 + MAX_WAIT];

		private final Deque<Integer> held = new ArrayDeque<>();

		private final Deque<Integer> heldByOther = new ArrayDeque<>();

		public String acquire() {
			return acquire(this.held);
		}

		public void giveUp() {
			giveUp(this.held);
		}

		public String acquireOther() {
			return acquire(this.heldByOther);
		}

		public void giveUpOther() {
			giveUp(this.heldByOther);
		}

		private String acquire(Deque<Integer> held) {
			for (int wait = 0; wait < this.taken.length; wait++) {
				if (!this.taken[wait]) {
					this.taken[wait] = true;
					if (wait > 0) {
						held.add(wait);
					}
					return "wait " + wait;
				}
			}
			return "rejected " + this.taken.length;
		}

		private void giveUp(Deque<Integer> held) {
			Integer wait = held.poll();
			if (wait != null) {
				this.taken[wait] = false;
			}
		}

	}

}
