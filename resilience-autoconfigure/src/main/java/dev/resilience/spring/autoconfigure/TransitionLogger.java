package dev.resilience.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.resilience.CircuitState;
import dev.resilience.PolicyListener;
import dev.resilience.TransitionCause;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes a line for each transition of a circuit breaker and each reset. A circuit that
 * nobody calls and that changes to and fro by time alone does so at debug level: it would
 * fill the log of a quiet night.
 */
final class TransitionLogger implements PolicyListener {

	private static final Log logger = LogFactory.getLog("dev.resilience.Resilience");

	private final Map<String, TransitionCause> last = new ConcurrentHashMap<>();

	@Override
	public void onStateTransition(String instance, CircuitState from, CircuitState to, TransitionCause cause) {
		String line = "Circuit breaker '" + instance + "' went from " + from + " to " + to + " (" + cause + ")";
		TransitionCause previous = this.last.put(instance, cause);
		if (cause == TransitionCause.NO_TRIAL_CALL
				|| (cause == TransitionCause.OPEN_WAIT_OVER && previous == TransitionCause.NO_TRIAL_CALL)) {
			logger.debug(line);
		}
		else if (to == CircuitState.OPEN || to == CircuitState.FORCED_OPEN) {
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
