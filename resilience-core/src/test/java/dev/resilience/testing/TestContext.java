package dev.resilience.testing;

import dev.resilience.PolicyContext;

/**
 * What a policy gets from outside, each part in the hand of the test.
 */
public final class TestContext {

	private final ManualTicker ticker;

	private final ManualClock clock = new ManualClock();

	private final RecordingListener events = new RecordingListener();

	private final PolicyContext context;

	private volatile double random = 0.5;

	public TestContext() {
		this(new ManualTicker());
	}

	public TestContext(ManualTicker ticker) {
		this.ticker = ticker;
		this.context = new PolicyContext(ticker, this.clock, () -> this.random, this.events);
	}

	public PolicyContext policyContext() {
		return this.context;
	}

	public ManualTicker ticker() {
		return this.ticker;
	}

	public ManualClock clock() {
		return this.clock;
	}

	public RecordingListener events() {
		return this.events;
	}

	/** What the random source gives from now on. */
	public void random(double random) {
		this.random = random;
	}

}
