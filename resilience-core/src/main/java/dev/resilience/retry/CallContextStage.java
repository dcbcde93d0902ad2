package dev.resilience.retry;

import dev.resilience.CallContext;
import dev.resilience.Invocation;
import dev.resilience.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Gives the method a {@link CallContext} of its own while the next stage runs. Only
 * around the calls of those who ask for one, since it costs every call.
 */
final class CallContextStage implements Stage {

	private final String instance;

	private final boolean keySent;

	private final Stage next;

	CallContextStage(String instance, boolean keySent, Stage next) {
		this.instance = instance;
		this.keySent = keySent;
		this.next = next;
	}

	@Override
	public @Nullable Object call(Invocation invocation) throws Throwable {
		CallContext outer = CallContext.bind(CallContext.begin(this.instance, this.keySent));
		try {
			return this.next.call(invocation);
		}
		finally {
			CallContext.bind(outer);
		}
	}

}
