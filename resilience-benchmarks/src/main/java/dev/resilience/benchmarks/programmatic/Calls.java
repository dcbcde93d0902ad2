package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.Callable;

import dev.resilience.benchmarks.Outage;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the policies guard; a thread has its own.
 */
@State(Scope.Thread)
public class Calls {

	final Callable<String> healthy = this::answer;

	/** Fails every 50th time: rarely enough to leave every circuit closed. */
	final Callable<String> failingAtTimes = this::answerOrFail;

	private String answer = "answer";

	private int calls;

	private String answer() {
		return this.answer;
	}

	private String answerOrFail() {
		if (++this.calls < 50) {
			return this.answer;
		}
		this.calls = 0;
		throw Outage.INSTANCE;
	}

}
