package dev.resilience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.resilience.testing.Monitors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonitorsTests {

	@Test
	void engineWhenItsClassFilesAreReadHasNoMonitor() throws IOException {
		Monitors monitors = Monitors.besides(PolicyType.class);

		assertThat(monitors.methods()).isEmpty();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			assertThat(monitors.classes()).isGreaterThan(50)
				.isGreaterThanOrEqualTo((int) sources.filter((path) -> path.toString().endsWith(".java")).count());
		}
	}

	@Test
	void methodWhenSynchronizedIsFound() {
		assertThat(Monitors.in(SynchronizedMethod.class).methods())
			.containsExactly("dev/resilience/MonitorsTests$SynchronizedMethod.run");
	}

	@Test
	void blockWhenSynchronizedIsFoundAlsoInLambda() {
		assertThat(Monitors.in(SynchronizedBlocks.class).methods()).hasSize(2)
			.anyMatch((method) -> method.endsWith("$SynchronizedBlocks.run"))
			.anyMatch((method) -> method.contains("$SynchronizedBlocks.lambda$"));
	}

	@Test
	void directoryWhenItHasMonitorsShowsThem() {
		assertThat(Monitors.besides(getClass()).methods())
			.contains("dev/resilience/MonitorsTests$SynchronizedMethod.run");
	}

	static class SynchronizedMethod implements Runnable {

		@Override
		public synchronized void run() {
		}

	}

	static class SynchronizedBlocks implements Runnable {

		@Override
		public void run() {
			synchronized (this) {
				hashCode();
			}
		}

		Runnable lambda() {
			return () -> {
				synchronized (this) {
					hashCode();
				}
			};
		}

	}

}
