package dev.resilience.ratelimiter;

import dev.resilience.internal.Nanos;

/**
 * The arithmetic of a token bucket, in whole numbers: each tick of time brings
 * {@link #unitsPerTick} units, each permit costs {@link #unitsPerPermit}.
 * <p>
 * Worked number: 3 permits per second. A nanosecond brings 3 units, a permit costs
 * 1,000,000,000 units, so after exactly one second there are exactly 3 permits, though a
 * third of a second is no whole number of nanoseconds.
 * <p>
 * A period and a wait together stay within 2^61 units, so that a few of them can be added
 * up. Where that leaves no room for exact units, a permit costs a little too much, never
 * too little: with 999,999 permits per second and a wait of an hour or of a week, a few
 * billionths or half a millionth. A wait above 13 days counts as 13 days, or as two
 * periods if that is longer. Where even whole nanoseconds do not fit (36 years and more),
 * a tick is a few of them.
 */
final class Rate {

	private static final long MAX_SPAN = 1L << 61;

	/** 13 days, unless two periods are longer. */
	private static final long MAX_WAIT_NANOS = 1L << 50;

	private final int limit;

	/** A tick is 2 to the power of this, in nanoseconds. */
	private final int shift;

	private final long unitsPerTick;

	private final long unitsPerPermit;

	/** After so many ticks their units no longer fit into a long. */
	private final long maxTicks;

	private final long maxWait;

	Rate(RateLimiterConfig config) {
		long periodNanos = Nanos.of(config.period());
		long waitNanos = Math.min(Nanos.of(config.maxWaitDuration()),
				Math.max(MAX_WAIT_NANOS, 2 * Math.min(periodNanos, Long.MAX_VALUE / 2)));
		int shift = 0;
		while (Math.max(periodNanos, waitNanos) >> shift >= MAX_SPAN / 2) {
			shift++;
		}
		long periodTicks = ticks(periodNanos, shift);
		long waitTicks = ticks(waitNanos, shift);
		long exactUnits = config.limitForPeriod() / gcd(config.limitForPeriod(), periodTicks);
		this.limit = config.limitForPeriod();
		this.shift = shift;
		this.unitsPerTick = Math.min(exactUnits, MAX_SPAN / (periodTicks + waitTicks));
		this.maxTicks = Long.MAX_VALUE / this.unitsPerTick;
		this.unitsPerPermit = ceilDiv(periodTicks * this.unitsPerTick, this.limit);
		this.maxWait = waitTicks * this.unitsPerTick;
	}

	private static long ticks(long nanos, int shift) {
		return ((nanos - 1) >> shift) + 1;
	}

	private static long gcd(long a, long b) {
		return (b == 0) ? a : gcd(b, a % b);
	}

	private static long ceilDiv(long dividend, long divisor) {
		return -Math.floorDiv(-dividend, divisor);
	}

	int limit() {
		return this.limit;
	}

	/** What a number of permits costs, in units. */
	long cost(int permits) {
		return permits * this.unitsPerPermit;
	}

	/** What a full bucket holds, in units. */
	long capacity() {
		return cost(this.limit);
	}

	/** How long a call may wait, in units. */
	long maxWait() {
		return this.maxWait;
	}

	/** What a time brings, in units, saturated. */
	long units(long elapsedNanos) {
		return Math.min(elapsedNanos >> this.shift, this.maxTicks) * this.unitsPerTick;
	}

	/** The next whole tick. */
	long wholeTicks(long units) {
		return ceilDiv(units, this.unitsPerTick) * this.unitsPerTick;
	}

	/** When a time has brought so many units, saturated. */
	long nanos(long units) {
		long ticks = ceilDiv(units, this.unitsPerTick);
		return (ticks <= Long.MAX_VALUE >> this.shift) ? ticks << this.shift : Long.MAX_VALUE;
	}

	/** How many permits can be had for so many units, from 0 to the limit. */
	int permits(long units) {
		return (int) (Math.max(0, units) / this.unitsPerPermit);
	}

	/**
	 * What the same is at another rate: what is taken of the bucket stays taken, in
	 * permits, up to all that the other one holds, and what is reserved beyond it stays
	 * reserved.
	 * @param taken in units of this rate
	 * @param other the other rate
	 * @return in units of the other rate
	 */
	long convert(long taken, Rate other) {
		long reserved = Math.max(0, taken - capacity());
		long used = (reserved > 0) ? other.capacity() : Math.min(other.capacity(), convertUnits(taken, other));
		return used + convertUnits(reserved, other);
	}

	private long convertUnits(long units, Rate other) {
		long permits = units / this.unitsPerPermit;
		double rest = (double) (units % this.unitsPerPermit) / this.unitsPerPermit;
		if (permits >= MAX_SPAN / other.unitsPerPermit) {
			return MAX_SPAN;
		}
		return Math.min(MAX_SPAN, permits * other.unitsPerPermit + (long) Math.ceil(rest * other.unitsPerPermit));
	}

}
