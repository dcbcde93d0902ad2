package dev.resilience;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Runs calls through policies, the outermost first, in the order of {@link PolicyType}
 * unless told otherwise. Built once, then only read. Immutable and thread-safe.
 *
 * <pre class="code">
 * Pipeline pipeline = Pipeline.of(retry, circuitBreaker, bulkhead);
 * String answer = pipeline.call(() -&gt; client.get("/answer"));
 * </pre>
 */
public final class Pipeline {

	static final @Nullable Object[] NO_ARGUMENTS = {};

	private final List<PolicyType> policies;

	private final Stage first;

	private Pipeline(List<PolicyType> policies, Stage first) {
		this.policies = policies;
		this.first = first;
	}

	private static @Nullable Object proceed(Invocation invocation) throws Throwable {
		try {
			return invocation.proceed();
		}
		finally {
			invocation.timePassed();
		}
	}

	/**
	 * Builds a pipeline in the order of {@link PolicyType}.
	 * @param layers the policies, in any order, at most one of each type
	 * @return the pipeline
	 * @throws IllegalArgumentException if a type occurs twice
	 */
	public static Pipeline of(Layer... layers) {
		return of(Arrays.asList(layers), Comparator.naturalOrder());
	}

	/**
	 * Builds a pipeline in an order of one's own.
	 * @param layers the policies, in any order, at most one of each type
	 * @param order tells what is outside: the smaller type
	 * @return the pipeline
	 * @throws IllegalArgumentException if a type occurs twice
	 */
	public static Pipeline of(List<? extends Layer> layers, Comparator<PolicyType> order) {
		List<Layer> sorted = layers.stream()
			.<Layer>map((layer) -> layer)
			.sorted(Comparator.comparing(Layer::type, order))
			.toList();
		Set<PolicyType> types = EnumSet.noneOf(PolicyType.class);
		for (Layer layer : sorted) {
			if (!types.add(layer.type())) {
				throw new IllegalArgumentException(
						"layers: two of type " + layer.type().id() + " (expected: at most one of each type)");
			}
		}
		Stage stage = Pipeline::proceed;
		for (int i = sorted.size() - 1; i >= 0; i--) {
			stage = sorted.get(i).around(stage);
		}
		return new Pipeline(sorted.stream().map(Layer::type).toList(), stage);
	}

	/**
	 * The same pipeline with something around it that watches its calls.
	 * @param instance under which name the calls are reported
	 * @param instrumentation watches
	 * @return the watched pipeline
	 */
	public Pipeline watchedBy(String instance, CallInstrumentation instrumentation) {
		return new Pipeline(this.policies, instrumentation.around(instance, this.first));
	}

	/**
	 * Which policies there are.
	 * @return the policies, the outermost first
	 */
	public List<PolicyType> policies() {
		return this.policies;
	}

	/**
	 * Runs a call through the policies.
	 * @param invocation the call
	 * @return what the method, or a fallback in its place, returned
	 * @throws Throwable what the method threw, as it is, or a
	 * {@link CallRejectedException}
	 */
	public @Nullable Object invoke(Invocation invocation) throws Throwable {
		return this.first.call(invocation);
	}

	/**
	 * Runs a call through the policies.
	 * @param <T> the type of the result
	 * @param callable the call
	 * @return what the callable, or a fallback in its place, returned
	 * @throws Exception what the callable threw, as it is, or a
	 * {@link CallRejectedException}
	 */
	// the callable's own result, or a fallback's for it: T says whether it may be null
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T extends @Nullable Object> T call(Callable<T> callable) throws Exception {
		try {
			return (T) this.first.call(new CallableInvocation(callable));
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A callable cannot throw " + ex.getClass().getName(), ex);
		}
	}

	/**
	 * A call that is nothing but a callable.
	 */
	private static final class CallableInvocation extends AbstractInvocation {

		private final Callable<?> callable;

		CallableInvocation(Callable<?> callable) {
			this.callable = callable;
		}

		@Override
		public @Nullable Object proceed() throws Exception {
			return this.callable.call();
		}

	}

}
