package dev.resilience.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.resilience.InvalidSettingException;

import org.springframework.util.ClassUtils;

/**
 * Finds the classes that properties name.
 */
final class ClassNames {

	private ClassNames() {
	}

	static List<Class<? extends Throwable>> exceptions(String setting, List<String> names) {
		List<Class<? extends Throwable>> classes = new ArrayList<>();
		for (String name : names) {
			classes.add(exception(setting, name.strip()));
		}
		return classes;
	}

	private static Class<? extends Throwable> exception(String setting, String name) {
		try {
			return ClassUtils.forName(name, null).asSubclass(Throwable.class);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new InvalidSettingException(setting, name,
					"the names of classes on the class path; there is no class '" + name + "'");
		}
		catch (ClassCastException ex) {
			throw new InvalidSettingException(setting, name, "the names of exceptions; " + name + " is none");
		}
	}

}
