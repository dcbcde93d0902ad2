package dev.resilience;

/**
 * A configuration value is out of range, or does not fit to another one.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** What the setting is called. */
	private final String setting;

	/** What would be right. */
	private final String expected;

	/**
	 * Creates the exception.
	 * @param setting what the setting is called, in camel case
	 * @param value the value
	 * @param expected what would be right
	 */
	public InvalidSettingException(String setting, Object value, String expected) {
		super(setting + ": " + value + " (expected: " + expected + ")");
		this.setting = setting;
		this.expected = expected;
	}

	/**
	 * What the setting is called.
	 * @return the name in camel case, for example {@code failureRateThreshold}
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * What would be right.
	 * @return the range, for example {@code > 0 and <= 100}
	 */
	public String expected() {
		return this.expected;
	}

}
