package dev.resilience.benchmarks;

/**
 * What guards the beans of a context.
 */
public enum Library {

	/** Nothing: beans without a proxy. */
	NONE("plain beans"),

	/** A proxy with a method interceptor that does nothing: the floor. */
	INTERCEPTOR("empty interceptor"),

	/** This project. */
	OURS("ours"),

	/** Resilience4j with its Spring Boot starter. */
	RESILIENCE4J("Resilience4j"),

	/** Spring Framework's own annotations. */
	SPRING("Spring Framework"),

	/** Its predecessor. */
	SPRING_RETRY("spring-retry");

	private final String title;

	Library(String title) {
		this.title = title;
	}

	/**
	 * How it is shown.
	 * @return the title
	 */
	public String title() {
		return this.title;
	}

}
