package dev.resilience.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Looks for monitors in class files, not in sources: a compiler or a processor could put
 * one there. A thread that waits for a monitor pins a virtual thread's carrier up to JDK
 * 23, and a lock nobody sees is a lock nobody bounds.
 *
 * @param classes how many class files were looked at
 * @param methods the methods with a monitor, as {@code package/Class.method}
 */
public record Monitors(int classes, List<String> methods) {

	/**
	 * Looks at every class file beside a class and below.
	 * @param type a class of a directory of class files, not of a jar
	 * @return what was found
	 */
	public static Monitors besides(Class<?> type) {
		try {
			return in(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Monitors in(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			List<Path> classes = files.filter((file) -> file.toString().endsWith(".class")).toList();
			return new Monitors(classes.size(), classes.stream().flatMap((file) -> read(file).stream()).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Looks at one class.
	 * @param type the class
	 * @return what was found
	 */
	public static Monitors in(Class<?> type) {
		String name = type.getName();
		try (InputStream bytes = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
			return new Monitors(1, read(new ClassReader(bytes)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> read(Path file) {
		try {
			return read(new ClassReader(Files.readAllBytes(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> read(ClassReader reader) {
		List<String> methods = new ArrayList<>();
		reader.accept(new Methods(reader.getClassName(), methods), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return methods;
	}

	private static final class Methods extends ClassVisitor {

		private final String type;

		private final List<String> found;

		Methods(String type, List<String> found) {
			super(Opcodes.ASM9);
			this.type = type;
			this.found = found;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			String method = this.type + "." + name;
			if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
				this.found.add(method);
			}
			return new MethodVisitor(Opcodes.ASM9) {

				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.MONITORENTER) {
						Methods.this.found.add(method);
					}
				}

			};
		}

	}

}
