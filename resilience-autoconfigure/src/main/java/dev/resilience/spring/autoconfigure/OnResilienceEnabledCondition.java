package dev.resilience.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code resilience.enabled} is false. A value that is neither true nor
 * false matches too: it is reported with the other properties, not taken for a no.
 */
final class OnResilienceEnabledCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("resilience.enabled");
		return isEnabled(context) ? ConditionOutcome.match(message.because("it is not false"))
				: ConditionOutcome.noMatch(message.because("it is false"));
	}

	private static boolean isEnabled(ConditionContext context) {
		try {
			return Binder.get(context.getEnvironment()).bind("resilience.enabled", Boolean.class).orElse(true);
		}
		catch (BindException ex) {
			return true;
		}
	}

}
