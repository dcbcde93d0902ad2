package dev.resilience.circuitbreaker;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.resilience.testing.Lincheck;
import dev.resilience.testing.ManualTicker;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import static dev.resilience.testing.Calls.CALL;

/**
 * The {@link TimeWindow} under any interleaving, also with time, is a list of calls that
 * forgets by bucket.
 */
class TimeWindowLincheckTests {

	private static final int BUCKETS = 10;

	/** One less than the records that a slice takes. */
	private static final int ALMOST_FULL = (1 << 21) - 2;

	@Test
	void windowWhenModelCheckedIsList() {
		Lincheck.modelCheck(EmptyWindow.class, EmptyList.class);
	}

	@Test
	void windowWhenStressedIsList() {
		Lincheck.stress(EmptyWindow.class, EmptyList.class);
	}

	@Test
	void windowAtTheEndOfSliceWhenModelCheckedIsList() {
		Lincheck.modelCheck(AlmostFullWindow.class, AlmostFullList.class);
	}

	@Test
	void windowAtTheEndOfSliceWhenStressedIsList() {
		Lincheck.stress(AlmostFullWindow.class, AlmostFullList.class);
	}

	public static class EmptyWindow {

		private final ManualTicker ticker = new ManualTicker();

		final TimeWindow window = new TimeWindow(BUCKETS, this.ticker);

		@Operation
		public String record(@Param(gen = IntGen.class, conf = "0:3") int outcome) {
			String[] counts = new String[1];
			this.window.record(CALL, outcome, (total, failed, slow) -> counts[0] = total + "/" + failed + "/" + slow);
			return counts[0];
		}

		@Operation
		public String read() {
			String[] counts = new String[1];
			this.window.read((total, failed, slow) -> counts[0] = total + "/" + failed + "/" + slow);
			return counts[0];
		}

		@Operation
		public void advance(@Param(gen = IntGen.class, conf = "1:10") int buckets) {
			this.ticker.advance(Duration.ofNanos(buckets));
		}

	}

	public static class AlmostFullWindow extends EmptyWindow {

		/** Two million records would take too long. */
		public AlmostFullWindow() throws ReflectiveOperationException {
			Object slice = ((AtomicReference<?>) get(this.window, "current")).get();
			((AtomicLong) get(slice, "counts")).set(ALMOST_FULL);
		}

		private static Object get(Object owner, String name) throws ReflectiveOperationException {
			Field field = owner.getClass().getDeclaredField(name);
			field.setAccessible(true);
			return field.get(owner);
		}

	}

	public static class EmptyList {

		private final List<Call> calls = new ArrayList<>();

		private int successesAtStart;

		private int now;

		public EmptyList() {
			this(0);
		}

		public EmptyList(int successesAtStart) {
			this.successesAtStart = successesAtStart;
		}

		public String record(int outcome) {
			this.calls.add(new Call(this.now, outcome));
			return read();
		}

		public String read() {
			int total = this.successesAtStart + this.calls.size();
			return total + "/" + count(Window.FAILED) + "/" + count(Window.SLOW);
		}

		private long count(int flag) {
			return this.calls.stream().filter((call) -> (call.outcome() & flag) != 0).count();
		}

		public void advance(int buckets) {
			this.now += buckets;
			this.calls.removeIf((call) -> call.bucket() <= this.now - BUCKETS);
			if (this.now >= BUCKETS) {
				this.successesAtStart = 0;
			}
		}

		private record Call(int bucket, int outcome) {
		}

	}

	public static class AlmostFullList extends EmptyList {

		public AlmostFullList() {
			super(ALMOST_FULL);
		}

	}

}
