package dev.resilience.circuitbreaker;

import java.io.IOException;

import dev.resilience.BulkheadFullException;
import org.jspecify.annotations.Nullable;

/**
 * The ways a call can end in a random {@link Step}.
 */
enum Ending {

	RESULT, BAD_RESULT, EXCEPTION, OTHER_EXCEPTION, EXCEPTION_TO_IGNORE, ERROR, REJECTION, CANCELLATION;

	/** What the call returns, if it returns. */
	String result() {
		return (this == BAD_RESULT) ? "bad" : "good";
	}

	/** What the call throws, or null if it returns or is cancelled. */
	@Nullable Throwable failure() {
		return switch (this) {
			case EXCEPTION -> new IllegalStateException();
			case OTHER_EXCEPTION -> new IOException();
			case EXCEPTION_TO_IGNORE -> new IllegalArgumentException();
			case ERROR -> new AssertionError();
			case REJECTION -> new BulkheadFullException("payment", 1, false);
			case RESULT, BAD_RESULT, CANCELLATION -> null;
		};
	}

}
