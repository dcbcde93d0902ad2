package dev.resilience.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.resilience.Invocation;
import dev.resilience.fallback.Rung;
import org.jspecify.annotations.Nullable;

/**
 * A rung that remembers what it was asked to answer for.
 */
public final class TestRung implements Rung {

	private final String name;

	private final Class<? extends Throwable> accepted;

	private final Answer answer;

	private final List<Throwable> answered;

	private TestRung(String name, Class<? extends Throwable> accepted, Answer answer, List<Throwable> answered) {
		this.name = name;
		this.accepted = accepted;
		this.answer = answer;
		this.answered = answered;
	}

	public static TestRung answering(String name, @Nullable Object answer) {
		return new TestRung(name, Throwable.class, (failure) -> answer, new CopyOnWriteArrayList<>());
	}

	/** Runs something for its answer. */
	public static TestRung calling(String name, Callable<?> answer) {
		return new TestRung(name, Throwable.class, (failure) -> answer.call(), new CopyOnWriteArrayList<>());
	}

	public static TestRung throwing(String name, Throwable thrown) {
		return new TestRung(name, Throwable.class, (failure) -> {
			throw thrown;
		}, new CopyOnWriteArrayList<>());
	}

	public static TestRung rethrowing(String name) {
		return new TestRung(name, Throwable.class, (failure) -> {
			throw failure;
		}, new CopyOnWriteArrayList<>());
	}

	/** The same rung, for some exceptions only. */
	public TestRung accepting(Class<? extends Throwable> type) {
		return new TestRung(this.name, type, this.answer, this.answered);
	}

	/** What it was asked to answer for, in order. */
	public List<Throwable> answered() {
		return this.answered;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean accepts(Throwable failure) {
		return this.accepted.isInstance(failure);
	}

	@Override
	public @Nullable Object answer(Invocation invocation, Throwable failure) throws Throwable {
		this.answered.add(failure);
		return this.answer.to(failure);
	}

	@FunctionalInterface
	private interface Answer {

		@Nullable Object to(Throwable failure) throws Throwable;

	}

}
