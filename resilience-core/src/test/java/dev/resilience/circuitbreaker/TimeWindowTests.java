package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.resilience.testing.ManualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.resilience.testing.Calls.CALL;
import static org.assertj.core.api.Assertions.assertThat;

class TimeWindowTests {

	private static final long BUCKET = 1_000;

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MAX_VALUE - 40_000, Long.MIN_VALUE })
	void countsWhenRecordedAtRandomTimesEqualThoseOfList(long origin) {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		ManualTicker ticker = new ManualTicker(origin);
		TimeWindow window = new TimeWindow(10 * BUCKET, ticker);
		List<long[]> model = new ArrayList<>();

		for (int step = 0; step < 20_000; step++) {
			ticker.advance(Duration.ofNanos(pause(random)));
			long bucket = (ticker.nanoTime() - origin) / BUCKET;
			int outcome = random.nextInt(4);
			model.add(new long[] { bucket, outcome & 1, outcome >>> 1 });
			model.removeIf((call) -> call[0] <= bucket - 10);
			long[] recorded = new long[3];
			window.record(CALL, outcome, (total, failed, slow) -> set(recorded, total, failed, slow));

			long[] expected = { model.size(), model.stream().mapToLong((call) -> call[1]).sum(),
					model.stream().mapToLong((call) -> call[2]).sum() };
			assertThat(recorded).as("seed %d, step %d", seed, step).containsExactly(expected);
			assertThat(read(window)).as("seed %d, step %d", seed, step).containsExactly(expected);
		}
	}

	private static long pause(Random random) {
		return switch (random.nextInt(100)) {
			case 0 -> 9 * BUCKET;
			case 1 -> 25 * BUCKET;
			case 2 -> BUCKET;
			default -> random.nextInt(300);
		};
	}

	@Test
	void countsWhenTimePassesWithoutCallsExpireBucketByBucket() {
		ManualTicker ticker = new ManualTicker();
		TimeWindow window = new TimeWindow(10 * BUCKET, ticker);
		window.record(CALL, Window.FAILED, TimeWindowTests::ignore);
		ticker.advance(Duration.ofNanos(BUCKET));
		window.record(CALL, Window.SLOW, TimeWindowTests::ignore);

		ticker.advance(Duration.ofNanos(9 * BUCKET - 1));
		assertThat(read(window)).containsExactly(2, 1, 1);
		ticker.advance(Duration.ofNanos(1));
		assertThat(read(window)).containsExactly(1, 0, 1);
		ticker.advance(Duration.ofNanos(BUCKET));
		assertThat(read(window)).containsExactly(0, 0, 0);
	}

	@Test
	void countsWhenMoreThanSliceHoldsAreAllKept() {
		TimeWindow window = new TimeWindow(10 * BUCKET, new ManualTicker());
		int calls = (1 << 21) + 5;

		for (int i = 0; i < calls; i++) {
			window.record(CALL, Window.FAILED | Window.SLOW, TimeWindowTests::ignore);
		}

		assertThat(read(window)).containsExactly(calls, calls, calls);
	}

	@Test
	void countsWhenThreadsRaceWithTimeLoseNothing() throws Exception {
		ManualTicker ticker = new ManualTicker();
		int threads = 4;
		int calls = 20_000;
		TimeWindow window = new TimeWindow(10L * threads * calls, ticker);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Boolean>> tasks = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				tasks.add(() -> {
					for (int i = 0; i < calls; i++) {
						ticker.advance(Duration.ofNanos(1));
						window.record(CALL, i & 3,
								(total, failed, slow) -> assertThat(failed).isLessThanOrEqualTo(total));
					}
					return true;
				});
			}
			for (Future<Boolean> done : executor.invokeAll(tasks)) {
				assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}

		long total = (long) threads * calls;
		assertThat(read(window)).containsExactly(total, total / 2, total / 2);
	}

	private static long[] read(TimeWindow window) {
		long[] counts = new long[3];
		window.read((total, failed, slow) -> set(counts, total, failed, slow));
		return counts;
	}

	private static void set(long[] counts, long total, long failed, long slow) {
		counts[0] = total;
		counts[1] = failed;
		counts[2] = slow;
	}

	private static void ignore(long total, long failed, long slow) {
	}

}
