package dev.resilience.benchmarks.annotated;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A healthy call of a method with breaker, bulkhead, retry and fallback; with what there
 * is of them in the other libraries.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class FourPolicies {

	private final PlainService service = new PlainService();

	@Benchmark
	public String bare() {
		return this.service.healthy("order");
	}

	@Benchmark
	public String emptyInterceptor(InterceptorContext state) {
		return state.service.healthy("order");
	}

	@Benchmark
	public String ours(OursContext state) {
		return state.service.four("order");
	}

	@Benchmark
	public String oursWithLatencyTimer(LatencyTimerContext state) {
		return state.service.four("order");
	}

	@Benchmark
	public String resilience4j(Resilience4jContext state) {
		return state.service.four("order");
	}

	@Benchmark
	public String spring(SpringContext state) {
		return state.service.healthy("order");
	}

	@Benchmark
	public String springRetry(SpringRetryContext state) {
		return state.service.healthy("order");
	}

}
