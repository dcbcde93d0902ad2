package dev.resilience.benchmarks.memory;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.resilience.benchmarks.Fork;

/**
 * Asks a fresh JVM how many bytes each further circuit breaker keeps.
 */
public final class RetainedBytes {

	private RetainedBytes() {
	}

	/**
	 * Measures.
	 * @return bytes by what keeps them, in the order to show
	 * @throws IOException if the JVM cannot be started
	 */
	public static Map<String, Long> measure() throws IOException {
		// fields of hidden classes, such as lambdas, are read by the offset alone
		List<String> lines = Fork.run(List.of("-Djol.magicFieldOffset=true", "-Djol.skipHotspotSAAttach=true",
				"--add-exports=java.base/jdk.internal.vm.annotation=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path")), RetainedProbe.class);
		Map<String, Long> bytes = new LinkedHashMap<>();
		for (String line : lines) {
			int equals = line.lastIndexOf('=');
			if (equals > 0) {
				bytes.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
			}
		}
		return bytes;
	}

}
