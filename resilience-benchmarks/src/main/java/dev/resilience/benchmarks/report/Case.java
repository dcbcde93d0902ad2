package dev.resilience.benchmarks.report;

import java.util.List;

/**
 * A case of the tables.
 *
 * @param type the simple name of the class that has the benchmarks
 * @param title how it is shown
 * @param threads how many threads call
 * @param libraries the methods of the class, in the order to show; the first that is
 * {@code ours} is what the others are compared with
 */
record Case(String type, String title, int threads, List<String> libraries) {

	static final List<Case> ALL = List.of(
			new Case("FourPolicies", "annotated, four policies, healthy", 1,
					List.of("bare", "emptyInterceptor", "ours", "oursWithLatencyTimer", "resilience4j", "spring",
							"springRetry")),
			new Case("OneBreaker", "annotated, one breaker, healthy", 1,
					List.of("ours", "oursSwitchedOff", "resilience4j")),
			new Case("OpenWithFallback", "annotated, open breaker with fallback", 1, List.of("ours", "resilience4j")),
			new Case("FailingWithFallback", "annotated, failing call with fallback", 1,
					List.of("ours", "resilience4j", "springRetry")),
			new Case("BreakerCountWindow", "breaker, window of 100 calls, healthy", 1,
					List.of("bare", "ours", "resilience4j", "resilience4jLockFree", "failsafe", "smallRye")),
			new Case("BreakerSomeFailures", "the same, 2 % of the calls fail", 1,
					List.of("ours", "resilience4j", "resilience4jLockFree", "failsafe", "smallRye")),
			new Case("BreakerSlowCalls", "the same, slow and overdue calls watched", 1, List.of("ours")),
			new Case("BreakerTimeWindow", "breaker, window of 10 s, healthy", 1,
					List.of("ours", "resilience4j", "resilience4jLockFree", "failsafe", "sentinel")),
			new Case("BulkheadWithRoom", "bulkhead, not full", 1,
					List.of("ours", "resilience4j", "failsafe", "sentinel", "smallRye")),
			new Case("RetryAtFirst", "retry, succeeds at once", 1,
					List.of("ours", "resilience4j", "failsafe", "smallRye", "spring", "springRetry")),
			new Case("ThreePolicies", "retry, breaker and bulkhead, healthy", 1,
					List.of("ours", "resilience4j", "failsafe", "smallRye")),
			new Case("PriceList", "what the parts cost", 1,
					List.of("volatileRead", "compareAndSet", "stripedCounter", "clock")),
			new Case("BreakerCountWindow", "breaker, window of 100 calls, two threads", 2,
					List.of("bare", "ours", "resilience4j", "resilience4jLockFree", "failsafe", "smallRye")),
			new Case("BreakerTimeWindow", "breaker, window of 10 s, two threads", 2,
					List.of("ours", "resilience4j", "resilience4jLockFree", "sentinel")),
			new Case("BulkheadWithRoom", "bulkhead, two threads", 2, List.of("ours", "resilience4j")),
			new Case("RetryAtFirst", "retry, two threads", 2, List.of("ours", "resilience4j")), new Case("FourPolicies",
					"annotated, four policies, two threads", 2, List.of("emptyInterceptor", "ours", "resilience4j")));

	/** Those that a figure to reach is about. */
	static final List<Case> FIGURES = List.of(
			new Case("FourPolicies", "annotated, four policies, healthy", 1,
					List.of("bare", "emptyInterceptor", "ours", "oursWithLatencyTimer", "resilience4j")),
			new Case("OpenWithFallback", "annotated, open breaker with fallback", 1, List.of("ours", "resilience4j")),
			new Case("BreakerCountWindow", "breaker, window of 100 calls, healthy", 1,
					List.of("bare", "ours", "resilience4j")),
			new Case("BreakerTimeWindow", "breaker, window of 10 s, healthy", 1, List.of("ours", "resilience4j")),
			new Case("ThreePolicies", "retry, breaker and bulkhead, healthy", 1,
					List.of("ours", "resilience4j", "failsafe", "smallRye")),
			new Case("PriceList", "what the parts cost", 1,
					List.of("volatileRead", "compareAndSet", "stripedCounter", "clock")),
			new Case("BreakerCountWindow", "breaker, window of 100 calls, two threads", 2, List.of("bare", "ours")));

	/**
	 * Whether the calls go through a whole application context, which takes longer to
	 * compile.
	 */
	boolean annotated() {
		return this.title.startsWith("annotated");
	}

	String key(String library) {
		return key(this.type, library, this.threads);
	}

	static String key(String type, String library, int threads) {
		return type + "." + library + " x" + threads;
	}

}
