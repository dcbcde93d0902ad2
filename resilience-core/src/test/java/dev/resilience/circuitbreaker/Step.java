package dev.resilience.circuitbreaker;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.resilience.CircuitState;

/**
 * One step of a random sequence. It reads its details from a number, so that it means
 * something in whatever sequence it is left by shrinking.
 *
 * @param action what happens
 * @param choice how
 */
record Step(Action action, int choice) {

	static List<Step> random(Random random, int steps) {
		return random.ints(steps, 0, 1 << 20).mapToObj(Step::of).toList();
	}

	private static Step of(int number) {
		int dice = number % 100;
		Action action = (dice < 33) ? Action.ACQUIRE : (dice < 73) ? Action.FINISH : (dice < 91) ? Action.ADVANCE
				: (dice < 97) ? Action.TRANSITION : (dice < 99) ? Action.RESET : Action.STEP_WALL_CLOCK;
		return new Step(action, number / 100);
	}

	/** Usual endings more often. */
	Ending ending() {
		Ending[] endings = Ending.values();
		int dice = this.choice % (2 * endings.length);
		return (dice < endings.length) ? endings[dice] : (dice % 2 == 0) ? Ending.RESULT : Ending.EXCEPTION;
	}

	/** Which of the running calls ends: the oldest, the newest or one between. */
	int index(int running) {
		return this.choice / 16 % running;
	}

	/** Half seconds, now and then one nanosecond beside them. */
	long nanos() {
		long nanos = this.choice / 10 % 6 * 500_000_000L + switch (this.choice % 10) {
			case 0 -> 1;
			case 1 -> -1;
			default -> 0;
		};
		return Math.max(0, nanos);
	}

	CircuitState target() {
		return CircuitState.values()[this.choice % CircuitState.values().length];
	}

	Duration wallClockStep() {
		return Duration.ofSeconds(this.choice % 7200 - 3600);
	}

	@Override
	public String toString() {
		return this.action + "/" + this.choice;
	}

	enum Action {

		ACQUIRE, FINISH, ADVANCE, TRANSITION, RESET, STEP_WALL_CLOCK

	}

}
