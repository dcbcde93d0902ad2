package dev.resilience.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a retry budget.
 */
public class RetryBudgetProperties {

	/**
	 * Whether retries are kept in proportion to calls.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Number of retries that each first call allows.
	 */
	private @Nullable Double ratio;

	/**
	 * Number of retries per second that are allowed in any case.
	 */
	private @Nullable Integer minPerSecond;

	/**
	 * Time that a call is remembered in the budget.
	 */
	private @Nullable Duration window;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Double getRatio() {
		return this.ratio;
	}

	public void setRatio(@Nullable Double ratio) {
		this.ratio = ratio;
	}

	public @Nullable Integer getMinPerSecond() {
		return this.minPerSecond;
	}

	public void setMinPerSecond(@Nullable Integer minPerSecond) {
		this.minPerSecond = minPerSecond;
	}

	public @Nullable Duration getWindow() {
		return this.window;
	}

	public void setWindow(@Nullable Duration window) {
		this.window = window;
	}

}
