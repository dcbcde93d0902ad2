package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.springframework.util.ClassUtils;

/**
 * Finds the exceptions that properties name.
 */
final class ClassNames {

	private ClassNames() {
	}

	/**
	 * Finds the classes.
	 * @param names their names
	 * @param problem is told the index of each that is not valid, and what would be right
	 * @return those that are valid
	 */
	static List<Class<? extends Throwable>> exceptions(List<String> names, BiConsumer<Integer, String> problem) {
		List<Class<? extends Throwable>> classes = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i).strip();
			try {
				classes.add(ClassUtils.forName(name, null).asSubclass(Throwable.class));
			}
			catch (ClassNotFoundException | LinkageError ex) {
				problem.accept(i, "the names of classes on the class path; there is no class '" + name + "'");
			}
			catch (ClassCastException ex) {
				problem.accept(i, "the names of exceptions; " + name + " is none");
			}
		}
		return classes;
	}

}
