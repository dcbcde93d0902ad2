package dev.resilience.sample.user;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who orders.
 *
 * @param id who
 * @param name what to call them, unknown while the users service does not answer
 * @param email where to write to, unknown while the users service does not answer
 * @param verified whether the users service said that they exist
 */
public record User(String id, @Nullable String name, @Nullable String email, boolean verified) {

	static User unverified(String id) {
		return new User(id, null, null, false);
	}

}
