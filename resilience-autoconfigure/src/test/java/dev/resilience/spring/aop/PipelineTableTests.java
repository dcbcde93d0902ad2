package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.resilience.Pipeline;
import dev.resilience.spring.aop.PipelineTable.Entry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PipelineTable}.
 */
class PipelineTableTests {

	private final PipelineTable table = new PipelineTable();

	@Test
	void findWhenNothingWasAddedIsNull() throws Exception {
		assertThat(this.table.find(newMethod(), Service.class)).isNull();
	}

	@Test
	void findWhenManyWereAddedGivesEachItsOwn() throws Exception {
		List<Method> methods = newMethods(10_000);
		List<Entry> entries = new ArrayList<>();
		for (Method method : methods) {
			Entry entry = new Entry(method, Service.class, Pipeline.of());
			this.table.add(entry);
			entries.add(entry);
		}

		for (int i = 0; i < methods.size(); i++) {
			assertThat(this.table.find(methods.get(i), Service.class)).isSameAs(entries.get(i));
		}
	}

	@Test
	void findWhenTargetClassIsAnotherIsNull() throws Exception {
		Method method = newMethod();
		this.table.add(new Entry(method, Service.class, null));

		assertThat(this.table.find(method, Object.class)).isNull();
	}

	@Test
	void addWhenThereAlreadyKeepsTheFirst() throws Exception {
		Method method = newMethod();
		Entry first = new Entry(method, Service.class, null);
		this.table.add(first);

		this.table.add(new Entry(method, Service.class, null));

		assertThat(this.table.find(method, Service.class)).isSameAs(first);
	}

	@Test
	void addWhenMethodsNeverEndStopsGrowing() throws Exception {
		List<Method> methods = newMethods(100_000);
		methods.forEach((method) -> this.table.add(new Entry(method, Service.class, null)));

		long found = methods.stream().filter((method) -> this.table.find(method, Service.class) != null).count();

		assertThat(found).isEqualTo(32_768);
	}

	@Test
	void addWhenThreadsRaceLosesNothingThatIsAddedAgain() throws Exception {
		List<Method> methods = newMethods(5_000);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				done.add(threads.submit(() -> {
					start.await();
					methods.forEach((method) -> this.table.add(new Entry(method, Service.class, null)));
					return null;
				}));
			}
			start.countDown();
			for (Future<?> it : done) {
				it.get(1, TimeUnit.MINUTES);
			}
		}
		finally {
			threads.shutdownNow();
		}
		methods.forEach((method) -> this.table.add(new Entry(method, Service.class, null)));

		assertThat(methods).allMatch((method) -> this.table.find(method, Service.class) != null);
	}

	private static List<Method> newMethods(int count) throws Exception {
		List<Method> methods = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			methods.add(newMethod());
		}
		return methods;
	}

	/** Another object each time, as the reflection API promises. */
	private static Method newMethod() throws Exception {
		return Service.class.getDeclaredMethod("call");
	}

	private static final class Service {

		@SuppressWarnings("unused") // found by its name
		void call() {
		}

	}

}
