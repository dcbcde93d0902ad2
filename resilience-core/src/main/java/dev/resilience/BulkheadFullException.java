package dev.resilience;

/**
 * A bulkhead rejected the call: as many calls as it allows were running, and none ended
 * within the wait; or the caller was interrupted while it waited, and its interrupt flag
 * is set.
 */
public final class BulkheadFullException extends CallRejectedException {

	private static final long serialVersionUID = 1L;

	/** How many calls may run at the same time. */
	private final int maxConcurrentCalls;

	/** Whether the wait ended by an interrupt. */
	private final boolean interrupted;

	/**
	 * Creates the exception.
	 * @param instance the name of the instance
	 * @param maxConcurrentCalls how many calls may run at the same time
	 * @param interrupted whether the caller was interrupted while it waited
	 */
	public BulkheadFullException(String instance, int maxConcurrentCalls, boolean interrupted) {
		super(instance, PolicyType.BULKHEAD, null);
		this.maxConcurrentCalls = maxConcurrentCalls;
		this.interrupted = interrupted;
	}

	@Override
	public String getMessage() {
		return "Bulkhead '" + instance() + "' is full (" + this.maxConcurrentCalls + " concurrent calls"
				+ (this.interrupted ? ", interrupted while waiting)" : ")");
	}

}
