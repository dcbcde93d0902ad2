package dev.resilience.spring.autoconfigure;

import java.lang.annotation.Annotation;

import dev.resilience.Layer;
import dev.resilience.PolicyContext;
import dev.resilience.PolicyType;
import dev.resilience.ResilienceInstance;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.spring.aop.MethodSite;
import dev.resilience.spring.aop.PolicyFactory;
import dev.resilience.spring.aop.StaleIfErrorResolver;
import dev.resilience.staleiferror.RememberedMethod;
import dev.resilience.staleiferror.StaleIfErrorConfig;
import dev.resilience.staleiferror.StaleIfErrorPolicy;
import dev.resilience.staleiferror.StaleStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Makes the stale answers: an instance's like those of any policy, and for each method a
 * layer of its own.
 */
final class StaleIfErrorPolicyFactory implements PolicyFactory {

	private final NamedPolicyFactory<StaleIfErrorProperties, StaleIfErrorConfig> policies;

	private final ObjectProvider<StaleStore.Factory> stores;

	StaleIfErrorPolicyFactory(BoundProperties bound, PredicateSource predicates, PolicyContext context,
			ObjectProvider<StaleStore.Factory> stores) {
		this.policies = new NamedPolicyFactory<>(StaleIfError.class, StaleIfErrorProperties.SETTINGS,
				PoliciesProperties::getStaleIfError,
				(instance, config) -> new StaleIfErrorPolicy(instance, config, context, stores.getObject()), bound,
				predicates);
		this.stores = stores;
	}

	@Override
	public PolicyType type() {
		return this.policies.type();
	}

	@Override
	public Class<? extends Annotation> annotation() {
		return this.policies.annotation();
	}

	@Override
	public boolean isConfigured(String instance) {
		return this.policies.isConfigured(instance);
	}

	@Override
	public void describe(ResilienceInstance instance) {
		this.policies.describe(instance);
	}

	@Override
	public Layer layer(ResilienceInstance instance, MethodSite site, MergedAnnotation<?> annotation) {
		StaleIfErrorResolver resolver = new StaleIfErrorResolver(this.stores.getIfAvailable() != null);
		RememberedMethod method = resolver.resolve(site, annotation);
		return ((StaleIfErrorPolicy) this.policies.policy(instance)).layer(method);
	}

}
