package dev.resilience.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.resilience.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own that stays inside the guarded method until the test says
 * how it ends.
 */
public final class HeldCall {

	private static final int TIMEOUT_SECONDS = 20;

	private final AtomicInteger entries = new AtomicInteger();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CompletableFuture<Callable<Object>> ending = new CompletableFuture<>();

	private final CompletableFuture<Ending> outcome = new CompletableFuture<>();

	private final Thread thread;

	private HeldCall(Pipeline pipeline) {
		this.thread = new Thread(() -> run(pipeline), "held-call");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Starts a call and waits until it is inside the guarded method. */
	public static HeldCall entered(Pipeline pipeline) throws Exception {
		HeldCall call = started(pipeline);
		call.awaitEntered();
		return call;
	}

	/** Starts a call that may have to wait before it gets into the guarded method. */
	public static HeldCall started(Pipeline pipeline) {
		return new HeldCall(pipeline);
	}

	private void run(Pipeline pipeline) {
		Callable<Object> method = () -> {
			this.entries.incrementAndGet();
			this.entered.countDown();
			return this.ending.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).call();
		};
		try {
			pipeline.call(method);
			answered(null);
		}
		catch (Throwable ex) {
			answered(ex);
		}
	}

	private void answered(@Nullable Throwable failure) {
		this.outcome.complete(new Ending(failure, Thread.currentThread().isInterrupted()));
	}

	public void awaitEntered() throws Exception {
		if (!this.entered.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("The call did not get into the guarded method");
		}
	}

	public boolean hasEntered() {
		return this.entered.getCount() == 0;
	}

	public boolean hasEnded() {
		return this.outcome.isDone();
	}

	/** Lets the method return, and waits until the caller has its answer. */
	public void succeed() throws Exception {
		release();
		failure();
	}

	/** Lets the method throw, and waits until the caller has its answer. */
	public void fail(Throwable failure) throws Exception {
		end(failure);
		failure();
	}

	/** Lets the method throw, and does not wait for the caller. */
	public void end(Throwable failure) {
		this.ending.complete(() -> {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		});
	}

	/** Lets the method return, and does not wait for the caller. */
	public void release() {
		this.ending.complete(() -> "done");
	}

	/** How often the method was called. */
	public int entries() {
		return this.entries.get();
	}

	public void interrupt() {
		this.thread.interrupt();
	}

	public Thread thread() {
		return this.thread;
	}

	/** What the caller got, waited for: an exception, or null for a result. */
	public @Nullable Throwable failure() throws Exception {
		return awaitEnding().failure();
	}

	/** Whether the caller's interrupt flag was set when it had its answer. */
	public boolean wasInterruptedAtEnd() throws Exception {
		return awaitEnding().interrupted();
	}

	private Ending awaitEnding() throws Exception {
		try {
			return this.outcome.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("The call did not end", ex);
		}
	}

	private record Ending(@Nullable Throwable failure, boolean interrupted) {
	}

}
