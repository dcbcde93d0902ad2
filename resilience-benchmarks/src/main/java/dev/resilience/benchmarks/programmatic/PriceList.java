package dev.resilience.benchmarks.programmatic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the parts cost that a guarded call is made of, on this machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class PriceList {

	private final AtomicLong atomic = new AtomicLong();

	private final LongAdder adder = new LongAdder();

	@Benchmark
	public long volatileRead() {
		return this.atomic.get();
	}

	@Benchmark
	public boolean compareAndSet() {
		long value = this.atomic.get();
		return this.atomic.compareAndSet(value, value + 1);
	}

	@Benchmark
	public LongAdder stripedCounter() {
		this.adder.increment();
		return this.adder;
	}

	@Benchmark
	public long clock() {
		return System.nanoTime();
	}

}
