package dev.resilience.spring.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A real run of a {@link SpringApplication} with a real {@code application.yml}, which
 * does not start, and the text that its user reads.
 *
 * @param description what is wrong, with {@code \n} as line separator
 * @param action how to mend it
 */
public record FailedStart(String description, String action) {

	private static final ThreadLocal<@Nullable FailureAnalysis> reported = new ThreadLocal<>();

	/**
	 * Starts an application that must fail.
	 * @param yaml the content of {@code application.yml}
	 * @param beans classes of beans
	 * @return what the user is told
	 */
	public static FailedStart of(String yaml, Class<?>... beans) {
		return of(yaml, Map.of(), beans);
	}

	/**
	 * Starts an application that must fail.
	 * @param yaml the content of {@code application.yml}
	 * @param environment environment variables
	 * @param beans classes of beans
	 * @return what the user is told
	 */
	public static FailedStart of(String yaml, Map<String, String> environment, Class<?>... beans) {
		reported.remove();
		try {
			start(yaml, environment, beans).close();
			throw new AssertionError("The application started with:\n" + yaml);
		}
		catch (RuntimeException ex) {
			FailureAnalysis analysis = reported.get();
			if (analysis == null) {
				throw new AssertionError("No failure analysis of " + ex, ex);
			}
			String action = analysis.getAction();
			return new FailedStart(unix(analysis.getDescription()), (action != null) ? unix(action) : "");
		}
		finally {
			reported.remove();
		}
	}

	/**
	 * Starts an application.
	 * @param yaml the content of {@code application.yml}
	 * @param environment environment variables
	 * @param beans classes of beans
	 * @return its context, to be closed
	 */
	public static ConfigurableApplicationContext start(String yaml, Map<String, String> environment,
			Class<?>... beans) {
		Path file = write(yaml);
		try {
			List<Class<?>> sources = new ArrayList<>(List.of(beans));
			sources.add(Application.class);
			SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			application.addInitializers((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment", new EnvironmentVariables(environment)));
			return application.run("--spring.config.location=" + file.toUri(), "--spring.main.banner-mode=off",
					"--logging.level.org.springframework.boot.diagnostics=off",
					"--logging.level.org.springframework.context.annotation=error");
		}
		finally {
			delete(file);
		}
	}

	private static Path write(String yaml) {
		try {
			Path directory = Files.createTempDirectory("resilience");
			return Files.writeString(directory.resolve("application.yml"), yaml);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
			Files.delete(file.getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String unix(String text) {
		return text.replace("\r\n", "\n");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ResilienceAutoConfiguration.class)
	static class Application {

	}

	/**
	 * Environment variables that know what they are, as those of a real process do.
	 */
	private static final class EnvironmentVariables extends SystemEnvironmentPropertySource
			implements OriginLookup<String> {

		EnvironmentVariables(Map<String, String> variables) {
			super("systemEnvironment", Map.copyOf(variables));
		}

		@Override
		public @Nullable Origin getOrigin(String key) {
			String property = resolvePropertyName(key);
			return super.containsProperty(property) ? new SystemEnvironmentOrigin(property) : null;
		}

	}

	/**
	 * Keeps the analysis of the last failed start of the thread.
	 */
	static final class Reporter implements FailureAnalysisReporter {

		@Override
		public void report(FailureAnalysis analysis) {
			reported.set(analysis);
		}

	}

}
