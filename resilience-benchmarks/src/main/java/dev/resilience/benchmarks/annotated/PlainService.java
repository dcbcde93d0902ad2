package dev.resilience.benchmarks.annotated;

/**
 * The method that all cases call, unguarded.
 */
public class PlainService {

	public String healthy(String order) {
		return order;
	}

}
