package dev.resilience.circuitbreaker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads the package of the circuit breaker, its tests included, a second time: the class
 * of a {@link Mutant} as it was changed, the others as they are.
 */
final class MutantLoader extends ClassLoader {

	private static final String PACKAGE = CircuitBreakerPolicy.class.getPackageName() + ".";

	private final Path classes;

	/**
	 * Compiles a mutant.
	 * @param mutant the mutant
	 * @param directory an empty directory
	 */
	MutantLoader(Mutant mutant, Path directory) throws IOException, URISyntaxException {
		super(MutantLoader.class.getClassLoader());
		this.classes = Files.createDirectory(directory.resolve("classes"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		int exitCode = compiler.run(null, null, null, "-proc:none", "-d", this.classes.toString(), "--class-path",
				location(CircuitBreakerPolicy.class) + System.getProperty("path.separator") + location(Nullable.class),
				mutant.write(directory).toString());
		assertThat(exitCode).as("exit code of the compiler").isZero();
	}

	private static Path location(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(PACKAGE)) {
			return super.loadClass(name, resolve);
		}
		// The lock that a class loader has to take: the sequences run on several threads.
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		String file = name.replace('.', '/') + ".class";
		Path changed = this.classes.resolve(file);
		try (InputStream stream = Files.exists(changed) ? Files.newInputStream(changed)
				: getParent().getResourceAsStream(file)) {
			if (stream == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = stream.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
