package dev.resilience.ratelimiter;

import java.time.Duration;

import dev.resilience.ratelimiter.Decision.Rejected;
import dev.resilience.ratelimiter.Decision.Reserved;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void workedNumberOfTheDocumentationIsRight() {
		TokenBucket bucket = bucket(10, 0);

		for (int i = 0; i < 10; i++) {
			assertThat(bucket.decide(1, 5 * SECOND)).isEqualTo(Decision.ADMITTED);
		}

		assertThat(bucket.decide(1, 5 * SECOND)).isEqualTo(new Rejected(SECOND / 10));
		assertThat(bucket.available(5 * SECOND + SECOND / 4)).isEqualTo(2);
	}

	@Test
	void bucketWhenAskedForATimeBeforeItsOriginTakesItForTheOrigin() {
		TokenBucket bucket = new TokenBucket(rate(10, 0), 5 * SECOND);

		assertThat(bucket.available(3 * SECOND)).isEqualTo(10);
		for (int i = 0; i < 10; i++) {
			assertThat(bucket.decide(1, 3 * SECOND)).isEqualTo(Decision.ADMITTED);
		}
		assertThat(bucket.decide(1, 3 * SECOND)).isEqualTo(new Rejected(SECOND / 10));
		assertThat(bucket.decide(1, 5 * SECOND)).isEqualTo(new Rejected(SECOND / 10));
	}

	@Test
	void successorWhenMadeByWhoReadTheTimeEarlierBringsNothingTwice() {
		Rate rate = rate(10, 0);
		TokenBucket bucket = new TokenBucket(rate, 5 * SECOND);
		bucket.decide(10, 5 * SECOND);

		TokenBucket next = bucket.successor(rate, 4 * SECOND);

		assertThat(next.available(5 * SECOND)).isZero();
		assertThat(next.available(5 * SECOND + SECOND / 2)).isEqualTo(5);
	}

	@Test
	void bucketWhenReplacedTellsCallersToLookForTheNext() {
		Rate rate = rate(10, 0);
		TokenBucket bucket = new TokenBucket(rate, 0);
		bucket.decide(4, 0);

		TokenBucket next = bucket.successor(rate, SECOND / 5);
		TokenBucket another = bucket.successor(rate, SECOND / 5);

		assertThat(bucket.decide(1, SECOND)).isNull();
		assertThat(bucket.available(SECOND / 5)).isEqualTo(8);
		assertThat(next.available(SECOND / 5)).isEqualTo(8);
		assertThat(another.available(SECOND / 5)).isEqualTo(8);
	}

	@Test
	void stretchWhenGivenBackInTheMiddleIsTakenByTheNextWhoWouldWait() {
		TokenBucket bucket = bucket(1, 10);
		bucket.decide(1, 0);
		Reserved first = reserve(bucket, 1, 0);
		Reserved second = reserve(bucket, 1, 0);

		first.giveBack();
		Reserved third = reserve(bucket, 1, SECOND / 4);
		Reserved fourth = reserve(bucket, 1, SECOND / 4);

		assertThat(second.waitNanos()).isEqualTo(2 * SECOND);
		assertThat(third.waitNanos()).isEqualTo(SECOND / 4 * 3);
		assertThat(fourth.waitNanos()).isEqualTo(SECOND / 4 * 11);
	}

	@Test
	void stretchWhenLongerThanNeededIsTakenFromItsBegin() {
		TokenBucket bucket = bucket(4, 10);
		bucket.decide(4, 0);
		Reserved four = reserve(bucket, 4, 0);
		reserve(bucket, 1, 0);

		four.giveBack();

		assertThat(reserve(bucket, 1, 0).waitNanos()).isEqualTo(SECOND / 4);
		assertThat(reserve(bucket, 3, 0).waitNanos()).isEqualTo(SECOND);
		assertThat(reserve(bucket, 1, 0).waitNanos()).isEqualTo(SECOND / 2 * 3);
		assertThat(bucket.givenBack).isEmpty();
	}

	@Test
	void stretchWhenTooShortIsLeftAlone() {
		TokenBucket bucket = bucket(4, 10);
		bucket.decide(4, 0);
		Reserved one = reserve(bucket, 1, 0);
		reserve(bucket, 1, 0);

		one.giveBack();

		assertThat(reserve(bucket, 2, 0).waitNanos()).isEqualTo(SECOND);
		assertThat(reserve(bucket, 1, 0).waitNanos()).isEqualTo(SECOND / 4);
	}

	@Test
	void stretchWhenItsTimeHasComeIsNotGivenOutSinceThoseBehindCountOnIt() {
		TokenBucket bucket = bucket(1, 10);
		bucket.decide(1, 0);
		Reserved first = reserve(bucket, 1, 0);
		reserve(bucket, 1, 0);

		first.giveBack();

		assertThat(reserve(bucket, 1, SECOND).waitNanos()).isEqualTo(2 * SECOND);
	}

	@Test
	void stretchesWhenGivenBackForEverAreNotKeptForEver() {
		TokenBucket bucket = bucket(1, 10);
		int most = 0;

		for (int i = 0; i < 1000; i++) {
			long now = 4 * i * SECOND;
			bucket.decide(1, now);
			Reserved first = reserve(bucket, 1, now);
			reserve(bucket, 1, now);
			first.giveBack();
			most = Math.max(most, bucket.givenBack.size());
		}

		assertThat(most).isLessThan(5);
	}

	private static TokenBucket bucket(int limit, int waitSeconds) {
		return new TokenBucket(rate(limit, waitSeconds), 0);
	}

	private static Rate rate(int limit, int waitSeconds) {
		return new Rate(new RateLimiterConfig(limit, Duration.ofSeconds(1), Duration.ofSeconds(waitSeconds)));
	}

	private static Reserved reserve(TokenBucket bucket, int permits, long now) {
		@Nullable Decision decision = bucket.decide(permits, now);
		assertThat(decision).isInstanceOf(Reserved.class);
		return (Reserved) decision;
	}

}
