package dev.resilience.sample;

/**
 * Nothing has that id: an answer, not a failure. Breakers and retries leave it alone.
 */
public class NotFoundException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public NotFoundException(String what, Object id) {
		super("No %s has the id '%s'".formatted(what, id));
	}

}
