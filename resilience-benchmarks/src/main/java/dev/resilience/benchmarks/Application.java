package dev.resilience.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.retry.annotation.EnableRetry;

/**
 * A Spring Boot application with one library at work and the others kept out, though all
 * are on the class path. Boot's own auto-configurations are the same for all, meters
 * included. AspectJ's proxy creator is there for Resilience4j only, which needs it.
 */
public final class Application {

	private Application() {
	}

	/**
	 * Starts a context.
	 * @param library guards the beans
	 * @param properties its configuration
	 * @param beans classes of the beans
	 * @return the context, to be closed
	 */
	public static ConfigurableApplicationContext start(Library library, Map<String, String> properties,
			Class<?>... beans) {
		Map<String, Object> defaults = new HashMap<>(properties);
		defaults.put("spring.autoconfigure.exclude", others(library));
		defaults.put("spring.aop.auto", library == Library.RESILIENCE4J);
		defaults.put("logging.level.root", "error");
		SpringApplication application = new SpringApplication(configuration(library));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(defaults);
		application.addInitializers((context) -> {
			GenericApplicationContext registry = (GenericApplicationContext) context;
			if (library == Library.INTERCEPTOR) {
				AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
				AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
				registry.registerBean(EmptyAdvisor.class,
						(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
			}
			for (Class<?> bean : beans) {
				registry.registerBean(bean);
			}
		});
		return application.run();
	}

	private static Class<?> configuration(Library library) {
		return switch (library) {
			case SPRING -> WithSpring.class;
			case SPRING_RETRY -> WithSpringRetry.class;
			default -> Plain.class;
		};
	}

	private static String others(Library library) {
		return StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, Application.class.getClassLoader()).spliterator(),
					false)
			.filter((name) -> (name.startsWith("dev.resilience.") && library != Library.OURS)
					|| (name.startsWith("io.github.resilience4j.") && library != Library.RESILIENCE4J))
			.collect(Collectors.joining(","));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableResilientMethods(proxyTargetClass = true)
	static class WithSpring {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableRetry(proxyTargetClass = true)
	static class WithSpringRetry {

	}

}
