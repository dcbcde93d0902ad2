package dev.resilience.sample.simulator;

import java.util.Locale;

/**
 * What can be wrong with a service.
 */
public enum Fault {

	/** Nothing. */
	UP,

	/** Answers 503 at once. */
	DOWN,

	/** Does what it is asked, and answers after a while. */
	SLOW,

	/** Does what it is asked, and answers after everybody has gone. */
	HANG,

	/** Resets the connection. */
	RESET,

	/** Answers 503 to three of ten requests. */
	FLAKY;

	/**
	 * Return the name that URLs and messages use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
