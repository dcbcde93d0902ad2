package dev.resilience.spring.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.resilience.CallInstrumentation;
import dev.resilience.Layer;
import dev.resilience.Policy;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyListener;
import dev.resilience.Resilience;
import dev.resilience.ResilienceInstance;
import dev.resilience.RetryAfterExtractor;
import dev.resilience.Scheduler;
import dev.resilience.Ticker;
import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.RateLimiter;
import dev.resilience.annotation.Retry;
import dev.resilience.bulkhead.BulkheadPolicy;
import dev.resilience.circuitbreaker.CircuitBreakerPolicy;
import dev.resilience.ratelimiter.RateLimiterPolicy;
import dev.resilience.retry.RetryPolicy;
import dev.resilience.spring.aop.FallbackResolver;
import dev.resilience.spring.aop.GuardedBeans;
import dev.resilience.spring.aop.Pipelines;
import dev.resilience.spring.aop.PolicyFactory;
import dev.resilience.spring.aop.ResilienceAdvisor;
import dev.resilience.spring.aop.ResilienceInterceptor;
import dev.resilience.spring.caffeine.CaffeineStaleStoreConfiguration;
import dev.resilience.staleiferror.StaleStore;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;

/**
 * Guards the methods that are annotated.
 */
@AutoConfiguration
@Conditional(OnResilienceEnabledCondition.class)
@Import({ ResilienceProxyRegistrar.class, CaffeineStaleStoreConfiguration.class })
public class ResilienceAutoConfiguration {

	/**
	 * Creates nothing but itself while proxies are made: the pipelines come with the
	 * first call.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static ResilienceAdvisor resilienceAdvisor(ObjectProvider<Pipelines> pipelines) {
		return new ResilienceAdvisor(new ResilienceInterceptor(pipelines::getObject));
	}

	@Bean
	static LazyInitializationExcludeFilter resilienceLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(GuardedBeans.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PolicyContext resiliencePolicyContext(ObjectProvider<Ticker> ticker, ObjectProvider<Scheduler> scheduler,
			ObjectProvider<PolicyListener> listeners) {
		return new PolicyContext(ticker.getIfAvailable(Ticker::system), InstantSource.system(),
				() -> ThreadLocalRandom.current().nextDouble(),
				PolicyListener.all(() -> listeners.orderedStream().toList()),
				scheduler.getIfAvailable(Scheduler::none));
	}

	@Bean
	@ConditionalOnMissingBean(Scheduler.class)
	SharedScheduler resilienceScheduler() {
		return new SharedScheduler();
	}

	@Bean
	@ConditionalOnMissingBean(name = "resilienceTransitionLogger")
	PolicyListener resilienceTransitionLogger() {
		return new TransitionLogger();
	}

	@Bean
	BoundProperties resilienceBoundProperties(Environment environment) {
		return new BoundProperties(environment);
	}

	@Bean
	PredicateSource resiliencePredicateSource(BeanFactory beanFactory) {
		return new PredicateSource(beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(name = "retryPolicyFactory")
	PolicyFactory retryPolicyFactory(BoundProperties properties, PredicateSource predicates, PolicyContext context,
			ObjectProvider<RetryAfterExtractor> extractors) {
		RetryAfterExtractor hints = hints(extractors);
		return new NamedPolicyFactory<>(Retry.class, RetryProperties.SETTINGS, PoliciesProperties::getRetry,
				(instance, config) -> new RetryPolicy(instance, config, context, hints),
				ResilienceAutoConfiguration::retryLayer, properties, predicates);
	}

	/** Asks for the beans when there is a failure, no sooner. */
	private static RetryAfterExtractor hints(ObjectProvider<RetryAfterExtractor> extractors) {
		return RetryAfterExtractor.all(() -> extractors.orderedStream().toList());
	}

	private static Layer retryLayer(Policy policy, MergedAnnotation<?> annotation) {
		RetryPolicy retry = (RetryPolicy) policy;
		return (annotation.isPresent() && !annotation.getBoolean("idempotent")) ? retry.notIdempotent() : retry;
	}

	@Bean
	@ConditionalOnMissingBean(name = "staleIfErrorPolicyFactory")
	PolicyFactory staleIfErrorPolicyFactory(BoundProperties properties, PredicateSource predicates,
			PolicyContext context, ObjectProvider<StaleStore.Factory> stores) {
		return new StaleIfErrorPolicyFactory(properties, predicates, context, stores);
	}

	@Bean
	@ConditionalOnMissingBean(name = "circuitBreakerPolicyFactory")
	PolicyFactory circuitBreakerPolicyFactory(BoundProperties properties, PredicateSource predicates,
			PolicyContext context, ObjectProvider<RetryAfterExtractor> extractors) {
		RetryAfterExtractor hints = hints(extractors);
		return new NamedPolicyFactory<>(CircuitBreaker.class, CircuitBreakerProperties.SETTINGS,
				PoliciesProperties::getCircuitBreaker,
				(instance, config) -> new CircuitBreakerPolicy(instance, config, context, hints), properties,
				predicates);
	}

	@Bean
	@ConditionalOnMissingBean(name = "rateLimiterPolicyFactory")
	PolicyFactory rateLimiterPolicyFactory(BoundProperties properties, PredicateSource predicates,
			PolicyContext context) {
		return new NamedPolicyFactory<>(RateLimiter.class, RateLimiterProperties.SETTINGS,
				PoliciesProperties::getRateLimiter,
				(instance, config) -> new RateLimiterPolicy(instance, config, context),
				(policy, annotation) -> ((RateLimiterPolicy) policy)
					.layer(annotation.getValue("permits", Integer.class).orElse(1)),
				properties, predicates);
	}

	@Bean
	@ConditionalOnMissingBean(name = "bulkheadPolicyFactory")
	PolicyFactory bulkheadPolicyFactory(BoundProperties properties, PredicateSource predicates, PolicyContext context) {
		return new NamedPolicyFactory<>(Bulkhead.class, BulkheadProperties.SETTINGS, PoliciesProperties::getBulkhead,
				(instance, config) -> new BulkheadPolicy(instance, config, context), properties, predicates);
	}

	/**
	 * Comes after the factories: by then every part has looked at the properties, and all
	 * problems are known.
	 */
	@Bean
	@ConditionalOnMissingBean
	Resilience resilience(PolicyContext context, BoundProperties properties, ObjectProvider<PolicyFactory> factories) {
		List<PolicyFactory> all = factories.stream().toList();
		properties.throwIfInvalid();
		Resilience resilience = new Resilience(context);
		properties.properties().getInstances().forEach((name, configured) -> {
			ResilienceInstance instance = resilience.declare(name, configured.isEnabled());
			all.stream()
				.filter((factory) -> factory.isConfigured(name))
				.forEach((factory) -> factory.describe(instance));
		});
		return resilience;
	}

	@Bean
	@ConditionalOnMissingBean
	Pipelines resiliencePipelines(Resilience resilience, ObjectProvider<PolicyFactory> factories,
			ObjectProvider<CallInstrumentation> instrumentations, ConfigurableListableBeanFactory beanFactory,
			BoundProperties properties) {
		return new Pipelines(resilience, factories.stream().toList(), instrumentations.orderedStream().toList(),
				new FallbackResolver(beanFactory), properties.policyOrder());
	}

	@Bean
	GuardedBeans resilienceGuardedBeans(ConfigurableListableBeanFactory beanFactory, Pipelines pipelines) {
		return new GuardedBeans(beanFactory, pipelines);
	}

}
