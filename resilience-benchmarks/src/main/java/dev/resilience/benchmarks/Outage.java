package dev.resilience.benchmarks;

/**
 * What a failing dependency throws. One object without a stack trace, so that the cases
 * measure what a library does with a failure, and not how the JVM makes one.
 */
public final class Outage extends RuntimeException {

	/** The only one. */
	public static final Outage INSTANCE = new Outage();

	private static final long serialVersionUID = 1L;

	private Outage() {
		super("outage", null, false, false);
	}

}
