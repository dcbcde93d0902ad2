package dev.resilience.circuitbreaker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.resilience.testing.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CountWindowTests {

	private static final int THREADS = 8;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 7, 8, 10, 31, 32, 64, 100, 127, 1000 })
	void windowWhenRecordedOneByOneIsTheListOfTheLastCalls(int size) {
		for (long seed = 1; seed <= ((size < 200) ? 20 : 2); seed++) {
			Random random = new Random(seed);
			CountWindow window = new CountWindow(size);
			ListWindow model = new ListWindow(size);
			int share = random.nextInt(5);

			for (int i = 0; i < 6 * size + 40; i++) {
				int outcome = (random.nextInt(4) < share) ? random.nextInt(4) : 0;
				long head = window.record(outcome);
				model.record(outcome);

				assertThat(counts(window, head)).as("seed %d, record %d", seed, i).isEqualTo(model.counts());
				assertThat(counts(window, window.head())).as("seed %d, record %d", seed, i).isEqualTo(model.counts());
			}
		}
	}

	@Test
	void windowWhenNothingIsRecordedIsEmpty() {
		CountWindow window = new CountWindow(3);

		assertThat(counts(window, window.head())).isEqualTo(counts(0, 0, 0));
	}

	@Test
	void windowWhenOfTheLargestSizeCountsEveryCall() {
		CountWindow window = new CountWindow(CountWindow.MAX_SIZE);

		for (int i = 0; i < CountWindow.MAX_SIZE; i++) {
			window.record(CountWindow.FAILED | CountWindow.SLOW);
		}
		long full = window.head();
		for (int i = 0; i < CountWindow.MAX_SIZE - 1; i++) {
			window.record(0);
		}

		assertThat(counts(window, full))
			.isEqualTo(counts(CountWindow.MAX_SIZE, CountWindow.MAX_SIZE, CountWindow.MAX_SIZE));
		assertThat(counts(window, window.head())).isEqualTo(counts(CountWindow.MAX_SIZE, 1, 1));
	}

	@Test
	void windowWhenItsLapsOverflowStaysExact() {
		CountWindow window = new CountWindow(CountWindow.MAX_SIZE);

		for (int lap = 0; lap < 20; lap++) {
			for (int i = 0; i < CountWindow.MAX_SIZE; i++) {
				window.record((i == lap) ? CountWindow.FAILED : 0);
			}
			assertThat(counts(window, window.head())).as("lap %d", lap).isEqualTo(counts(CountWindow.MAX_SIZE, 1, 0));
		}
	}

	@Test
	void windowWhenFullOfSuccessesDoesNotWriteForOneMore() {
		CountWindow window = new CountWindow(3);
		for (int i = 0; i < 3; i++) {
			window.record(0);
		}
		long head = window.head();

		window.record(0);

		assertThat(window.head()).isEqualTo(head);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 10, 64, 100, 1000 })
	void windowWhenManyThreadsRecordIsAtEachMomentTheListOfTheLastCalls(int size) throws Exception {
		for (int round = 0; round < 12; round++) {
			long seed = 1000L * size + round;
			CountWindow window = new CountWindow(size);

			List<List<Recorded>> recorded = Parallel.call(THREADS, (index) -> record(window, new Random(seed + index)));

			List<Recorded> inOrder = recorded.stream()
				.flatMap(List::stream)
				.sorted(Comparator.comparingLong((one) -> sequence(one.head(), size)))
				.toList();
			ListWindow model = new ListWindow(size);
			long previous = 0;
			for (Recorded one : inOrder) {
				boolean wroteNothing = one.head() == previous;
				if (wroteNothing) {
					assertThat(one.outcome()).as("seed %d: only a success may write nothing", seed).isZero();
					assertThat(model.counts()).as("seed %d: and only into a full window of successes", seed)
						.isEqualTo(counts(size, 0, 0));
				}
				else {
					model.record(one.outcome());
				}
				assertThat(counts(window, one.head())).as("seed %d", seed).isEqualTo(model.counts());
				previous = one.head();
			}
			assertThat(counts(window, window.head())).as("seed %d", seed).isEqualTo(model.counts());
			assertThat(drain(window, size)).as("seed %d: the ring itself", seed).isEqualTo(model.drain());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10, 100 })
	void windowWhenReadWhileWrittenAddsUp(int size) throws Exception {
		CountWindow window = new CountWindow(size);
		AtomicBoolean done = new AtomicBoolean();
		CountDownLatch writing = new CountDownLatch(3);

		Parallel.run(4, (index) -> {
			if (index > 0) {
				Random random = new Random(index);
				for (int i = 0; i < 20_000; i++) {
					window.record(random.nextInt(4));
				}
				writing.countDown();
				done.set(writing.getCount() == 0);
			}
			else {
				int total = 0;
				while (!done.get()) {
					long head = window.head();
					assertThat(window.total(head)).isBetween(total, size);
					assertThat(window.failed(head)).isBetween(0, window.total(head));
					assertThat(window.slow(head)).isBetween(0, window.total(head));
					total = window.total(head);
				}
			}
		});
	}

	private static List<Recorded> record(CountWindow window, Random random) {
		List<Recorded> recorded = new ArrayList<>();
		for (int burst = 0; burst < 20; burst++) {
			boolean healthy = random.nextBoolean();
			for (int i = 0; i < 40; i++) {
				int outcome = healthy ? 0 : random.nextInt(4);
				recorded.add(new Recorded(window.record(outcome), outcome));
			}
		}
		return recorded;
	}

	/** The number of the record whose head this is: laps and position. */
	private static long sequence(long head, int size) {
		int width = Integer.SIZE - Integer.numberOfLeadingZeros(size);
		long position = head >>> (2 * width) & ((1L << width) - 1);
		return (head >>> (3 * width + 1)) * size + position;
	}

	/** Pushes every outcome out by a success and lists the counts on the way. */
	private static List<Counts> drain(CountWindow window, int size) {
		List<Counts> counts = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			counts.add(counts(window, window.record(0)));
		}
		return counts;
	}

	private static Counts counts(CountWindow window, long head) {
		return counts(window.total(head), window.failed(head), window.slow(head));
	}

	private static Counts counts(int total, int failed, int slow) {
		return new Counts(total, failed, slow, 0, 1);
	}

	private record Recorded(long head, int outcome) {
	}

	/**
	 * The last calls as a list.
	 */
	private static final class ListWindow {

		private final int size;

		private final Deque<Integer> outcomes = new ArrayDeque<>();

		ListWindow(int size) {
			this.size = size;
		}

		void record(int outcome) {
			this.outcomes.addLast(outcome);
			if (this.outcomes.size() > this.size) {
				this.outcomes.removeFirst();
			}
		}

		Counts counts() {
			int failed = (int) this.outcomes.stream().filter((outcome) -> (outcome & CountWindow.FAILED) != 0).count();
			int slow = (int) this.outcomes.stream().filter((outcome) -> (outcome & CountWindow.SLOW) != 0).count();
			return CountWindowTests.counts(this.outcomes.size(), failed, slow);
		}

		List<Counts> drain() {
			List<Counts> counts = new ArrayList<>();
			for (int i = 0; i < this.size; i++) {
				record(0);
				counts.add(counts());
			}
			return counts;
		}

	}

}
