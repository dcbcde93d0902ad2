package dev.resilience.benchmarks;

import dev.resilience.benchmarks.report.Run;

/**
 * The command: runs everything and writes one page of tables.
 */
public final class Main {

	private Main() {
	}

	public static void main(String[] args) throws Exception {
		System.setProperty("jmh.ignoreLock", "true"); // the lock is one per machine
		Run.main(args);
	}

}
