package dev.resilience;

import java.util.List;

/**
 * A method and the policies that guard it.
 *
 * @param method {@code com.shop.PaymentClient#charge(Order)}
 * @param policies the policies, the outermost first
 */
public record GuardedMethod(String method, List<PolicyType> policies) {

	/**
	 * Creates a view of a method.
	 */
	public GuardedMethod {
		policies = List.copyOf(policies);
	}

}
