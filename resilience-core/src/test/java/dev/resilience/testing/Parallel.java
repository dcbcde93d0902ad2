package dev.resilience.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a task on several threads that all start at the same moment.
 */
public final class Parallel {

	private static final int TIMEOUT_SECONDS = 60;

	private Parallel() {
	}

	/** Returns what each thread returned; throws what the first failing one threw. */
	public static <T> List<T> call(int threads, Task<T> task) throws Exception {
		CyclicBarrier start = new CyclicBarrier(threads);
		List<FutureTask<T>> tasks = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int index = i;
			Callable<T> onStart = () -> {
				start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
				return task.call(index);
			};
			FutureTask<T> future = new FutureTask<>(onStart);
			tasks.add(future);
			Thread thread = new Thread(future, "parallel-" + i);
			thread.setDaemon(true);
			thread.start();
		}
		List<T> results = new ArrayList<>();
		for (FutureTask<T> future : tasks) {
			results.add(get(future));
		}
		return results;
	}

	/** Runs a task that returns nothing. */
	public static void run(int threads, VoidTask task) throws Exception {
		Parallel.<Boolean>call(threads, (index) -> {
			task.run(index);
			return true;
		});
	}

	private static <T> T get(FutureTask<T> future) throws Exception {
		try {
			return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("A thread did not end within " + TIMEOUT_SECONDS + " s", ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("A thread failed: " + ex.getCause(), ex.getCause());
		}
	}

	@FunctionalInterface
	public interface Task<T> {

		T call(int index) throws Exception;

	}

	@FunctionalInterface
	public interface VoidTask {

		void run(int index) throws Exception;

	}

}
