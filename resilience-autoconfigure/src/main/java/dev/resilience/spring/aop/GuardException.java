package dev.resilience.spring.aop;

/**
 * One method cannot be guarded as its annotations ask for. Caught while all methods are
 * looked at, so that every problem is reported at once.
 */
final class GuardException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** What is wrong. */
	private final transient InvalidGuardsException.Problem problem;

	GuardException(String where, String what, String action) {
		super(where + ": " + what);
		this.problem = new InvalidGuardsException.Problem(where, what, action);
	}

	InvalidGuardsException.Problem problem() {
		return this.problem;
	}

}
