package dev.resilience.circuitbreaker;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.resilience.testing.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The {@link CountWindow} under any interleaving is a list of the last calls. The smaller
 * the window, the sooner a lap meets the one before.
 */
class CountWindowLincheckTests {

	@Test
	void windowOfOneWhenModelCheckedIsList() {
		Lincheck.modelCheck(WindowOfOne.class, ListOfOne.class);
	}

	@Test
	void windowOfOneWhenStressedIsList() {
		Lincheck.stress(WindowOfOne.class, ListOfOne.class);
	}

	@Test
	void windowOfTwoWhenModelCheckedIsList() {
		Lincheck.modelCheck(WindowOfTwo.class, ListOfTwo.class);
	}

	@Test
	void windowOfTwoWhenStressedIsList() {
		Lincheck.stress(WindowOfTwo.class, ListOfTwo.class);
	}

	public abstract static class CheckedWindow {

		private final CountWindow window;

		CheckedWindow(int size) {
			this.window = new CountWindow(size);
		}

		@Operation
		public String record(@Param(gen = IntGen.class, conf = "0:3") int outcome) {
			return counts(this.window.record(outcome));
		}

		@Operation
		public String read() {
			return counts(this.window.head());
		}

		private String counts(long head) {
			return this.window.total(head) + "/" + this.window.failed(head) + "/" + this.window.slow(head);
		}

	}

	public static class WindowOfOne extends CheckedWindow {

		public WindowOfOne() {
			super(1);
		}

	}

	public static class WindowOfTwo extends CheckedWindow {

		public WindowOfTwo() {
			super(2);
		}

	}

	public abstract static class ListWindow {

		private final int size;

		private final Deque<Integer> outcomes = new ArrayDeque<>();

		ListWindow(int size) {
			this.size = size;
		}

		public String record(int outcome) {
			this.outcomes.addLast(outcome);
			if (this.outcomes.size() > this.size) {
				this.outcomes.removeFirst();
			}
			return read();
		}

		public String read() {
			return this.outcomes.size() + "/" + count(Window.FAILED) + "/" + count(Window.SLOW);
		}

		private long count(int flag) {
			return this.outcomes.stream().filter((outcome) -> (outcome & flag) != 0).count();
		}

	}

	public static class ListOfOne extends ListWindow {

		public ListOfOne() {
			super(1);
		}

	}

	public static class ListOfTwo extends ListWindow {

		public ListOfTwo() {
			super(2);
		}

	}

}
