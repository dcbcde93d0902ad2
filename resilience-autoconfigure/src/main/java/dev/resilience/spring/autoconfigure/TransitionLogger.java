package dev.resilience.spring.autoconfigure;

import dev.resilience.CircuitState;
import dev.resilience.PolicyListener;
import dev.resilience.TransitionCause;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes a line for each transition of a circuit breaker and each reset.
 */
final class TransitionLogger implements PolicyListener {

	private static final Log logger = LogFactory.getLog("dev.resilience.Resilience");

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		String line = "Circuit breaker '" + instance + "' went from " + from + " to " + to + " (" + cause + ")";
		if (to == CircuitState.OPEN || to == CircuitState.FORCED_OPEN) {
			logger.warn(line);
		}
		else {
			logger.info(line);
		}
	}

	@Override
	public void onReset(String instance) {
		logger.info("Instance '" + instance + "' was reset");
	}

}
