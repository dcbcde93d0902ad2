package dev.resilience.internal;

import dev.resilience.Invocation;
import dev.resilience.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Runs the next stage under a permit, which it finishes exactly once on every way out.
 * Written once for every policy that admits or rejects.
 */
public final class AdmissionStage implements Stage {

	private final Admission admission;

	private final Stage next;

	/**
	 * Creates the stage.
	 * @param admission gives the permits
	 * @param next runs under them
	 */
	public AdmissionStage(Admission admission, Stage next) {
		this.admission = admission;
		this.next = next;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		Permit permit = this.admission.acquire(invocation);
		Object result;
		try {
			result = this.next.call(invocation);
		}
		catch (Throwable ex) {
			if (Failures.isCancellation(ex)) {
				permit.cancelled(invocation);
			}
			else {
				permit.failure(invocation, ex);
			}
			throw ex;
		}
		permit.success(invocation, result);
		return result;
	}

}
