package dev.resilience;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Finds in an exception when its server wants to be called again, for example in the
 * header {@code Retry-After} of an HTTP response. Thread-safe.
 * <p>
 * Is asked only when a call has failed. What it throws is logged, and counts as no hint.
 */
@FunctionalInterface
public interface RetryAfterExtractor {

	/**
	 * Looks at one exception. Its causes are shown one by one afterwards, if it says
	 * nothing.
	 * @param failure what a call threw, or a cause of it; not to be kept
	 * @return how long to wait from now on, or null if it does not say; a negative
	 * duration counts as zero
	 */
	@Nullable Duration retryAfter(Throwable failure);

	/**
	 * One that never finds anything.
	 * @return the extractor
	 */
	static RetryAfterExtractor none() {
		return (failure) -> null;
	}

	/**
	 * Shields the calls from an extractor.
	 * @param extractor is asked for the exception and then for its causes, the nearest
	 * first, until it answers
	 * @return the extractor that asks it; never throws, never answers with a negative
	 * duration
	 */
	static RetryAfterExtractor isolated(RetryAfterExtractor extractor) {
		return (extractor instanceof RetryAfterChain) ? extractor : all(() -> List.of(extractor));
	}

	/**
	 * Asks several extractors, each isolated from the others and from the call, for the
	 * exception and then for its causes, the nearest first, until one answers.
	 * @param extractors is asked at each failure, until it does not throw
	 * @return the extractor that asks them; never throws, never answers with a negative
	 * duration
	 */
	static RetryAfterExtractor all(Supplier<? extends List<? extends RetryAfterExtractor>> extractors) {
		return new RetryAfterChain(extractors);
	}

}
