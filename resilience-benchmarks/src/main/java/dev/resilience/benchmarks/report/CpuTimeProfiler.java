package dev.resilience.benchmarks.report;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time that the calling threads themselves take. Unlike the time on the
 * clock, it does not grow when other processes want the same cores.
 */
public final class CpuTimeProfiler implements InternalProfiler {

	static final String LABEL = "cpu";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private long before;

	@Override
	public String getDescription() {
		return "Processor time of the calling threads";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = nanos();
	}

	@Override
	public Collection<ScalarResult> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double nanos = (double) (nanos() - this.before) / result.getMetadata().getAllOps();
		return List.of(new ScalarResult(LABEL, nanos, "ns/op", AggregationPolicy.AVG));
	}

	private long nanos() {
		long nanos = 0;
		for (ThreadInfo thread : this.threads.getThreadInfo(this.threads.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().contains("jmh-worker")) {
				nanos += Math.max(0, this.threads.getThreadCpuTime(thread.getThreadId()));
			}
		}
		return nanos;
	}

}
