package dev.resilience.spring.autoconfigure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Retry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real application on class paths that lack what is optional.
 */
class SlimClassPathTests {

	private static final Pattern NEEDED = Pattern
		.compile("resilience|spring-(boot|core|beans|context|aop|expression|jcl)-?[\\d.]*(autoconfigure-[\\d.]+)?\\.jar"
				+ "|classes|jspecify|slf4j|logback|/coretest|/core$|/auto$|/test$|micrometer-(commons|observation)");

	@ParameterizedTest
	@CsvSource({ "nothing optional,''", "aspectj,aspectjweaver", "actuator without micrometer,spring-boot-actuator",
			"micrometer without actuator,micrometer-core|HdrHistogram|LatencyUtils",
			"web without actuator,spring-web(mvc)?-|jakarta.annotation" })
	void applicationWhenOptionalLibrariesAreMissingStartsAndGuards(String name, String more) throws Exception {
		Pattern added = Pattern.compile(more.isEmpty() ? "$^" : more);
		List<URL> urls = new ArrayList<>();
		for (String entry : classPath().split(File.pathSeparator)) {
			if (NEEDED.matcher(entry.substring(Math.max(0, entry.lastIndexOf("/repository/")))).find()
					|| added.matcher(entry).find()) {
				urls.add(Path.of(entry).toUri().toURL());
			}
		}

		try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(loader);
			try {
				IntSupplier application = (IntSupplier) loader.loadClass(Application.class.getName())
					.getConstructor()
					.newInstance();

				assertThat(application.getAsInt()).isEqualTo(3);
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/** Public, since it is run from another class loader. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Client.class)
	public static class Application implements IntSupplier {

		@Override
		public int getAsInt() {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
					"--spring.config.location=optional:classpath:/none/",
					"--resilience.instances.client.retry.wait-duration=0")) {
				return context.getBean(Client.class).call();
			}
		}

	}

	static class Client {

		private int calls;

		@Retry("client")
		@CircuitBreaker("client")
		int call() {
			if (++this.calls < 3) {
				throw new IllegalStateException();
			}
			return this.calls;
		}

	}

}
