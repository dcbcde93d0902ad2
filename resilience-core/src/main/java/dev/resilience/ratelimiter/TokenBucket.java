package dev.resilience.ratelimiter;

import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.resilience.ratelimiter.Decision.Rejected;
import dev.resilience.ratelimiter.Decision.Reserved;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that holds the permits of one period, is full at first, and refills evenly.
 * <p>
 * Keeps no tokens but one number, the {@code end}: the time at which the bucket would be
 * full if nobody called any more. A call that takes permits moves it on by what they
 * cost, from now at the earliest. The bucket has enough in it if the end is then no
 * further away than a full refill; by what it is further, the call has to wait. Time and
 * permits are measured in the units of {@link Rate}, from the bucket's origin on.
 * <p>
 * Worked number: 10 permits per second, so a permit costs 100 ms and the bucket holds
 * 1,000 ms. Ten calls at 5,000 ms move the end from 5,000 to 6,000, which is just as far
 * away as a full refill: all of them run. The eleventh at 5,000 ms would move it to
 * 6,100: it waits for 100 ms, or is rejected and told to come back then. At 5,250 ms two
 * permits have come back and a half.
 * <p>
 * Source: the generic cell rate algorithm in its form as virtual scheduling, ITU-T
 * Recommendation I.371, annex A; the end is its theoretical arrival time. What it does
 * not have is the way back.
 * <p>
 * <b>Given back.</b> A stretch that was reserved and is given back was either the last
 * one: then the end goes back to where it began, as if it had never been taken. Or others
 * stand behind it, who have been told when to run: then it is kept, and the next call
 * that would have to wait takes it. To move the end back in that case would let a new
 * call run at the same moment as the last one that waits. A stretch whose time comes
 * before anybody takes it is lost, unless all behind it are given back too.
 * <p>
 * <b>Concurrency:</b> the end is changed by compare-and-set only, once per admitted call;
 * a call that is rejected writes nothing. A bucket is replaced as a whole by one of
 * another rate, or of a later origin before its units overflow: its end is negated first,
 * which tells everybody to look for the next bucket, and keeps the number for whoever
 * makes that. A stretch in {@code givenBack} belongs to whoever removes it. Who removes
 * the last one to move the end back, and finds that somebody has come, puts it in again;
 * a call that looks just then does not see it and queues at the end. What is given back
 * to a bucket that has been replaced is lost.
 */
final class TokenBucket {

	/** Units from the origin on, up to which all sums fit into a long. */
	private static final long MAX_UNITS = 1L << 61;

	private final Rate rate;

	private final long originNanos;

	/** The complement of it once the bucket has been replaced. */
	private final AtomicLong end;

	/** Begin of each stretch by its end. */
	final ConcurrentNavigableMap<Long, Long> givenBack = new ConcurrentSkipListMap<>();

	TokenBucket(Rate rate, long originNanos) {
		this(rate, originNanos, 0);
	}

	private TokenBucket(Rate rate, long originNanos, long end) {
		this.rate = rate;
		this.originNanos = originNanos;
		this.end = new AtomicLong(end);
	}

	Rate rate() {
		return this.rate;
	}

	/**
	 * Takes permits, now or for later, if they are to be had within the wait. Never
	 * blocks.
	 * @param permits how many, at least 1
	 * @param now the time
	 * @return what becomes of the call, or null if the bucket is to be replaced or has
	 * been
	 */
	@Nullable Decision decide(int permits, long now) {
		if (permits > this.rate.limit()) {
			return new Rejected(-1);
		}
		long cost = this.rate.cost(permits);
		long units = units(now);
		if (units > MAX_UNITS) {
			return null;
		}
		while (true) {
			long end = this.end.get();
			if (end < 0) {
				return null;
			}
			long start = Math.max(end, units);
			if (due(start + cost) <= units) {
				if (this.end.compareAndSet(end, start + cost)) {
					return Decision.ADMITTED;
				}
				continue;
			}
			Reserved reserved = takeGivenBack(cost, units, now);
			if (reserved != null) {
				return reserved;
			}
			long next = endOfWait(start + cost);
			if (due(next) - units > this.rate.maxWait()) {
				return new Rejected(nanosUntil(due(next), now));
			}
			if (this.end.compareAndSet(end, next)) {
				return reserved(start, next, now);
			}
		}
	}

	/** The begin of the first stretch that is long enough and still to come. */
	private @Nullable Reserved takeGivenBack(long cost, long units, long now) {
		for (Map.Entry<Long, Long> stretch : this.givenBack.entrySet()) {
			long start = stretch.getValue();
			long end = stretch.getKey();
			long next = endOfWait(start + cost);
			boolean isOver = end <= units; // to move the end back there changes nothing
			boolean fits = next <= end && due(next) > units;
			if ((isOver || fits) && this.givenBack.remove(end, start) && fits) {
				if (next < end) {
					this.givenBack.put(end, next);
				}
				return reserved(start, next, now);
			}
		}
		return null;
	}

	private Reserved reserved(long start, long end, long now) {
		return new Reserved(this, start, end, nanosUntil(due(end), now));
	}

	/** When the bucket has enough in it for a stretch that ends there. */
	private long due(long end) {
		return end - this.rate.capacity();
	}

	/** A wait takes whole ticks, and who runs that much later must not be paid twice. */
	private long endOfWait(long end) {
		return this.rate.wholeTicks(due(end)) + this.rate.capacity();
	}

	void giveBack(long start, long end) {
		this.givenBack.put(end, start);
		while (true) {
			long last = this.end.get();
			Long before = this.givenBack.get(last);
			if (before == null) {
				return;
			}
			if (this.givenBack.remove(last, before) && !this.end.compareAndSet(last, before)) {
				this.givenBack.put(last, before);
			}
		}
	}

	/** How many permits could be taken at once. */
	int available(long now) {
		long end = this.end.get();
		return this.rate.permits(this.rate.capacity() - missing((end < 0) ? ~end : end, now));
	}

	/**
	 * Ends this bucket, whose callers then look for the next one.
	 * @param rate of the next bucket
	 * @param now the time, its origin
	 * @return the next bucket, with what is taken of this one taken
	 */
	TokenBucket successor(Rate rate, long now) {
		long end = ~this.end.updateAndGet((current) -> (current < 0) ? current : ~current);
		long missing = missing(end, now);
		return new TokenBucket(rate, this.originNanos + elapsedNanos(now),
				(rate == this.rate) ? missing : this.rate.convert(missing, rate));
	}

	private long missing(long end, long now) {
		return Math.max(0, end - units(now));
	}

	/** Another thread may have made the bucket at a later time than this one has read. */
	private long elapsedNanos(long now) {
		return Math.max(0, now - this.originNanos);
	}

	private long units(long now) {
		return this.rate.units(elapsedNanos(now));
	}

	private long nanosUntil(long due, long now) {
		return this.rate.nanos(due) - elapsedNanos(now);
	}

}
