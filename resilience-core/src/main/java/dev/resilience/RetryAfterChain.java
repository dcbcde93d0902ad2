package dev.resilience;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Asks several extractors about an exception and its causes, each isolated from the
 * others and from the call: whatever one throws is logged and goes no further.
 */
final class RetryAfterChain implements RetryAfterExtractor {

	/** Ends circles of causes, too. */
	private static final int MAX_CAUSES = 16;

	private static final Logger logger = System.getLogger(RetryAfterExtractor.class.getName());

	private final Supplier<? extends List<? extends RetryAfterExtractor>> source;

	/** What the source gave; asked for again as long as it throws. */
	private volatile @Nullable List<? extends RetryAfterExtractor> extractors;

	RetryAfterChain(Supplier<? extends List<? extends RetryAfterExtractor>> source) {
		this.source = source;
	}

	@Override
	public @Nullable Duration retryAfter(Throwable failure) {
		try {
			Throwable cause = failure;
			for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
				Duration hint = ask(cause);
				if (hint != null) {
					return hint.isNegative() ? Duration.ZERO : hint;
				}
				cause = cause.getCause();
			}
		}
		catch (Throwable ex) {
			logger.log(Level.WARNING, "A hint when to retry is not available", ex);
		}
		return null;
	}

	private @Nullable Duration ask(Throwable failure) {
		for (RetryAfterExtractor extractor : extractors()) {
			try {
				Duration hint = extractor.retryAfter(failure);
				if (hint != null) {
					return hint;
				}
			}
			catch (Throwable ex) {
				logger.log(Level.WARNING, "RetryAfterExtractor " + extractor.getClass().getName() + " failed", ex);
			}
		}
		return null;
	}

	private List<? extends RetryAfterExtractor> extractors() {
		List<? extends RetryAfterExtractor> extractors = this.extractors;
		if (extractors == null) {
			extractors = List.copyOf(this.source.get());
			this.extractors = extractors;
		}
		return extractors;
	}

}
