package dev.resilience.benchmarks.programmatic;

import java.util.List;
import java.util.concurrent.Callable;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sentinel's, one instance for all threads. Every call passes its whole chain of slots,
 * statistics per second and minute included.
 */
@State(Scope.Benchmark)
public class SentinelResources {

	static final String TIME_WINDOW = "time-window";

	static final String BULKHEAD = "bulkhead";

	@Setup
	public void loadRules() {
		DegradeRuleManager
			.loadRules(List.of(new DegradeRule(TIME_WINDOW).setGrade(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO)
				.setCount(0.5)
				.setMinRequestAmount(10)
				.setStatIntervalMs(10_000)
				.setTimeWindow(300)));
		FlowRuleManager
			.loadRules(List.of(new FlowRule(BULKHEAD).setGrade(RuleConstant.FLOW_GRADE_THREAD).setCount(25)));
	}

	String call(String resource, Callable<String> callable) throws Exception {
		Entry entry = SphU.entry(resource);
		try {
			return callable.call();
		}
		catch (Throwable ex) {
			if (!BlockException.isBlockException(ex)) {
				Tracer.traceEntry(ex, entry);
			}
			throw ex;
		}
		finally {
			entry.exit();
		}
	}

}
