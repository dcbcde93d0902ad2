package dev.resilience.ratelimiter;

/**
 * What becomes of a call that asks for permits. Made without blocking; who asked does the
 * waiting, on a thread or by a timer.
 */
sealed interface Decision {

	/** The call may run now. One object for all, since it is the answer of every day. */
	Decision ADMITTED = new Admitted();

	/**
	 * The call may run now.
	 */
	record Admitted() implements Decision {
	}

	/**
	 * The call may run after a wait: its permits are taken already. Who does not wait to
	 * the end gives them back.
	 *
	 * @param bucket whose permits they are
	 * @param start where the taken stretch begins, in units
	 * @param end where it ends
	 * @param waitNanos how long to wait, from the time of the decision on
	 */
	record Reserved(TokenBucket bucket, long start, long end, long waitNanos) implements Decision {

		/** To be called at most once. */
		void giveBack() {
			this.bucket.giveBack(this.start, this.end);
		}

	}

	/**
	 * The call may not run: its permits would not be there within the wait.
	 *
	 * @param retryAfterNanos when they would be there, from the time of the decision on;
	 * negative for never
	 */
	record Rejected(long retryAfterNanos) implements Decision {
	}

}
