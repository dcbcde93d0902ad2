package dev.resilience;

import org.jspecify.annotations.Nullable;

/**
 * The parent of every exception that a policy throws of its own. What the guarded method
 * throws reaches the caller as it is and is never wrapped in one of these.
 */
public abstract class ResilienceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The name of the instance. */
	private final String instance;

	/** Which policy threw it. */
	private final PolicyType policy;

	ResilienceException(String instance, PolicyType policy, @Nullable Throwable cause, boolean writableStackTrace) {
		super(null, cause, true, writableStackTrace);
		this.instance = instance;
		this.policy = policy;
	}

	/**
	 * Whose policy it was.
	 * @return the name of the instance
	 */
	public final String instance() {
		return this.instance;
	}

	/**
	 * Which policy it was.
	 * @return the type of the policy
	 */
	public final PolicyType policy() {
		return this.policy;
	}

	@Override
	public abstract String getMessage();

}
