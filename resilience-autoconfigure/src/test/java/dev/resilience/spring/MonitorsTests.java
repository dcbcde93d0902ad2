package dev.resilience.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.resilience.spring.aop.ResilienceInterceptor;
import dev.resilience.testing.Monitors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonitorsTests {

	@Test
	void springSideWhenItsClassFilesAreReadHasNoMonitor() throws IOException {
		Monitors monitors = Monitors.besides(ResilienceInterceptor.class);

		assertThat(monitors.methods()).isEmpty();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			assertThat(monitors.classes()).isGreaterThan(50)
				.isGreaterThanOrEqualTo((int) sources.filter((path) -> path.toString().endsWith(".java")).count());
		}
	}

}
