package dev.resilience.spring.aop;

import java.util.Comparator;
import java.util.List;

import dev.resilience.Invocation;
import dev.resilience.fallback.Rung;
import org.jspecify.annotations.Nullable;

/**
 * A rung that is a method, or several overloads of which the one with the most specific
 * exception runs.
 */
final class MethodRung implements Rung {

	private final String name;

	private final List<FallbackMethod> overloads;

	private final FallbackTarget target;

	MethodRung(String name, List<FallbackMethod> overloads, FallbackTarget target) {
		this.name = name;
		this.overloads = overloads.stream()
			.sorted(Comparator.comparingInt(FallbackMethod::specificity).reversed())
			.toList();
		this.target = target;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean accepts(Throwable failure) {
		return find(failure) != null;
	}

	@Override
	public @Nullable Object answer(Invocation invocation, Throwable failure) throws Throwable {
		FallbackMethod method = find(failure);
		if (method == null) {
			throw failure;
		}
		return this.target.call(method, invocation, failure);
	}

	private @Nullable FallbackMethod find(Throwable failure) {
		for (FallbackMethod overload : this.overloads) {
			if (overload.accepts(failure)) {
				return overload;
			}
		}
		return null;
	}

}
