package dev.resilience.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.Map;

import dev.resilience.benchmarks.Application;
import dev.resilience.benchmarks.Library;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts one context in a fresh JVM and writes how many milliseconds of processor time
 * that took, how many together with the first call of every method, since what a library
 * does not do at the start it does then, and how many milliseconds the start took on the
 * clock.
 */
final class StartUpProbe {

	private StartUpProbe() {
	}

	public static void main(String[] args) throws ReflectiveOperationException {
		Library library = Library.valueOf(args[0]);
		Class<?>[] beans = new Class<?>[Integer.parseInt(args[1])];
		for (int i = 0; i < beans.length; i++) {
			beans[i] = Class.forName(GeneratedBeans.className(library, i));
		}
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long startedCpu = threads.getCurrentThreadCpuTime();
		long started = System.nanoTime();
		ConfigurableApplicationContext context = Application.start(library, Map.of(), beans);
		long ready = System.nanoTime();
		long readyCpu = threads.getCurrentThreadCpuTime();
		for (Class<?> type : beans) {
			Object bean = context.getBean(type);
			for (int i = 0; i < GeneratedBeans.METHODS; i++) {
				Method method = bean.getClass().getMethod("call" + i, String.class);
				if (!"order".equals(method.invoke(bean, "order"))) {
					throw new IllegalStateException(method + " did not answer");
				}
			}
		}
		long calledCpu = threads.getCurrentThreadCpuTime();
		context.close();
		System.out.println(
				(readyCpu - startedCpu) / 1e6 + " " + (calledCpu - startedCpu) / 1e6 + " " + (ready - started) / 1e6);
	}

}
