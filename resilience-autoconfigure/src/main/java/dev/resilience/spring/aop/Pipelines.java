package dev.resilience.spring.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import dev.resilience.GuardedMethod;
import dev.resilience.CallInstrumentation;
import dev.resilience.InvalidSettingException;
import dev.resilience.Layer;
import dev.resilience.Pipeline;
import dev.resilience.Policy;
import dev.resilience.PolicyType;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Resilient;
import dev.resilience.fallback.FallbackConfig;
import dev.resilience.fallback.FallbackPolicy;
import dev.resilience.fallback.Rung;
import dev.resilience.spring.aop.Guards.Guard;
import dev.resilience.spring.aop.Guards.Place;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * The pipeline of each guarded method, built once. Thread-safe: a race may build a
 * pipeline twice, of the same policies, and keeps one.
 */
public final class Pipelines {

	private final Resilience resilience;

	private final List<PolicyFactory> factories;

	private final List<CallInstrumentation> instrumentations;

	private final FallbackResolver fallbacks;

	private final Comparator<PolicyType> order;

	private final ConcurrentMap<MethodSite, Optional<Pipeline>> pipelines = new ConcurrentHashMap<>();

	/**
	 * What observers were told of: policies, each of which lives as long as this, and
	 * rungs.
	 */
	private final Set<Object> announced = ConcurrentHashMap.newKeySet();

	private final PipelineTable table = new PipelineTable();

	/**
	 * Creates an empty one.
	 * @param resilience holds the instances
	 * @param factories make the policies
	 * @param instrumentations watch the calls, the outermost first
	 * @param fallbacks finds the fallback methods
	 * @param order tells which policy is outside
	 */
	public Pipelines(Resilience resilience, List<PolicyFactory> factories, List<CallInstrumentation> instrumentations,
			FallbackResolver fallbacks, Comparator<PolicyType> order) {
		this.resilience = resilience;
		this.factories = factories.stream().sorted(Comparator.comparing(PolicyFactory::type, order)).toList();
		this.instrumentations = instrumentations;
		this.fallbacks = fallbacks;
		this.order = order;
	}

	/**
	 * Finds the pipeline of a call through a proxy.
	 * @param invocation the call
	 * @return the pipeline, or null if the method is not guarded
	 */
	@Nullable Pipeline find(MethodInvocation invocation) {
		Method method = invocation.getMethod();
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : method.getDeclaringClass();
		PipelineTable.Entry entry = this.table.find(method, targetClass);
		return (entry != null) ? entry.pipeline() : findSlowly(method, targetClass);
	}

	private @Nullable Pipeline findSlowly(Method method, Class<?> targetClass) {
		Pipeline pipeline;
		try {
			pipeline = get(MethodSite.of(method, targetClass)).orElse(null);
		}
		catch (GuardException ex) {
			throw new InvalidGuardsException(List.of(ex.problem()));
		}
		this.table.add(new PipelineTable.Entry(method, targetClass, pipeline));
		return pipeline;
	}

	/**
	 * The pipeline of a method, built if it is not there yet.
	 * @param site the method
	 * @return the pipeline, or empty if the method is not guarded
	 * @throws GuardException if its annotations cannot work
	 */
	Optional<Pipeline> get(MethodSite site) {
		Optional<Pipeline> known = this.pipelines.get(site);
		return (known != null) ? known : get(site, Guards.of(site.method(), site.targetClass()));
	}

	/**
	 * The same for a method whose annotations are known.
	 * @param site the method
	 * @param guards its annotations
	 * @return the pipeline, or empty if the method is not guarded
	 * @throws GuardException if its annotations cannot work
	 */
	Optional<Pipeline> get(MethodSite site, Guards guards) {
		Optional<Pipeline> known = this.pipelines.get(site);
		if (known != null) {
			return known;
		}
		Optional<Pipeline> built = guards.isEmpty() ? Optional.empty() : Optional.of(build(site, guards));
		Optional<Pipeline> earlier = this.pipelines.putIfAbsent(site, built);
		return (earlier != null) ? earlier : built;
	}

	private Pipeline build(MethodSite site, Guards guards) {
		rejectAsynchronous(site);
		Map<PolicyType, Use> uses = uses(site, guards);
		Optional<Guard<Fallback>> fallback = guards.get(Fallback.class).filter((guard) -> !isItsOwn(site, guard));
		List<Layer> layers = new ArrayList<>();
		Set<ResilienceInstance> instances = new LinkedHashSet<>();
		Set<Policy> news = new LinkedHashSet<>();
		for (Use use : uses.values()) {
			ResilienceInstance instance = this.resilience.declare(use.instance(), true);
			instances.add(instance);
			if (instance.enabled()) {
				layers.add(layer(use, instance, site));
			}
		}
		if (fallback.isPresent()) {
			ResilienceInstance instance = instances.isEmpty() ? this.resilience.declare(nameOf(site), true)
					: instances.iterator().next();
			instances.add(instance);
			FallbackPolicy policy = (FallbackPolicy) instance.policy(PolicyType.FALLBACK,
					() -> new FallbackPolicy(instance.name(), this.resilience.context()));
			FallbackConfig ladder = this.fallbacks.resolve(site, fallback.get().annotation());
			layers.add(policy.ladder(ladder));
			if (hasNewRung(policy, ladder)) {
				news.add(policy);
			}
		}
		Pipeline pipeline = Pipeline.of(layers, this.order);
		instances.forEach((instance) -> instance.addMethod(new GuardedMethod(site.describe(), pipeline.policies())));
		for (ResilienceInstance instance : instances) {
			instance.policies().stream().filter(this.announced::add).forEach(news::add);
		}
		news.forEach(this.resilience::announce);
		return layers.isEmpty() ? pipeline : watched(pipeline, instances.iterator().next().name());
	}

	/** Each rung is measured. */
	private boolean hasNewRung(FallbackPolicy policy, FallbackConfig ladder) {
		boolean isNew = false;
		for (Rung rung : ladder.rungs()) {
			isNew |= this.announced.add(new AnnouncedRung(policy, rung.name()));
		}
		return isNew;
	}

	private static Layer layer(Use use, ResilienceInstance instance, MethodSite site) {
		try {
			return use.factory().layer(instance, site, use.annotation());
		}
		catch (InvalidSettingException ex) {
			throw new GuardException(site.describe(),
					"@" + use.factory().annotation().getSimpleName() + "(\"" + use.instance() + "\") has "
							+ ex.getMessage(),
					"Change the annotation, or the properties under 'resilience.instances." + use.instance() + "."
							+ use.factory().type().id() + "'.");
		}
	}

	/** The calls of a method with several names are reported under the outermost. */
	private Pipeline watched(Pipeline pipeline, String instance) {
		Pipeline watched = pipeline;
		for (int i = this.instrumentations.size() - 1; i >= 0; i--) {
			watched = watched.watchedBy(instance, this.instrumentations.get(i));
		}
		return watched;
	}

	/**
	 * A fallback that stands on a type does not answer for the methods that it names
	 * itself.
	 */
	private static boolean isItsOwn(MethodSite site, Guard<Fallback> guard) {
		return guard.place() != Place.METHOD && Arrays.asList(guard.annotation().getStringArray(MergedAnnotation.VALUE))
			.contains(site.method().getName());
	}

	/** Which policies the method uses, and of which instance, the outermost first. */
	private Map<PolicyType, Use> uses(MethodSite site, Guards guards) {
		Optional<Guard<Resilient>> resilient = guards.get(Resilient.class);
		resilient.ifPresent((guard) -> requireConfigured(site, name(site, guard)));
		Map<PolicyType, Use> uses = new TreeMap<>(this.order);
		for (PolicyFactory factory : this.factories) {
			Guard<?> named = guards.get(factory.annotation()).orElse(null);
			if (named != null && resilient.filter((guard) -> guard.place().compareTo(named.place()) < 0).isEmpty()) {
				uses.put(factory.type(), new Use(factory, name(site, named), named.annotation()));
			}
			else if (resilient.isPresent() && factory.isConfigured(resilient.get().value())) {
				uses.put(factory.type(), new Use(factory, resilient.get().value(), MergedAnnotation.missing()));
			}
			else if (named != null) {
				uses.put(factory.type(), new Use(factory, name(site, named), named.annotation()));
			}
		}
		return uses;
	}

	private void requireConfigured(MethodSite site, String instance) {
		if (this.factories.stream().noneMatch((factory) -> factory.isConfigured(instance))) {
			throw new GuardException(site.describe(),
					"@Resilient(\"" + instance + "\") applies nothing, since no policy is configured for '" + instance
							+ "'",
					"Configure at least one policy under 'resilience.instances." + instance
							+ "', or name a configured instance.");
		}
	}

	private static String name(MethodSite site, Guard<?> guard) {
		String name = guard.value();
		if (name.isBlank()) {
			throw new GuardException(site.describe(),
					"@" + guard.annotation().getType().getSimpleName() + " has an empty name",
					"Give the annotation the name of an instance, for example \"payment\".");
		}
		return name;
	}

	private static String nameOf(MethodSite site) {
		Class<?> type = Guards.isMadeOfInterfaces(site.targetClass()) ? site.method().getDeclaringClass()
				: site.targetClass();
		return type.getSimpleName() + "." + site.method().getName();
	}

	private static void rejectAsynchronous(MethodSite site) {
		Class<?> type = GenericTypeResolver.resolveReturnType(site.method(), site.targetClass());
		if (CompletionStage.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
				|| KotlinDetector.isSuspendingFunction(site.method())) {
			throw new GuardException(site.describe(), "returns " + type.getSimpleName()
					+ ", so it returns before its work has ended, and asynchronous methods cannot be guarded yet",
					"Guard the blocking method that does the work, or remove the annotations.");
		}
	}

	/**
	 * A policy that a method uses.
	 *
	 * @param factory makes it
	 * @param instance whose policy it is
	 * @param annotation the annotation, missing if it comes by {@link Resilient}
	 */
	private record Use(PolicyFactory factory, String instance, MergedAnnotation<?> annotation) {
	}

	private record AnnouncedRung(FallbackPolicy policy, String name) {
	}

}
