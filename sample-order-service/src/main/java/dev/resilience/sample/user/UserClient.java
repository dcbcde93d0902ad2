package dev.resilience.sample.user;

import dev.resilience.annotation.Bulkhead;
import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.Retry;
import dev.resilience.sample.NotFoundException;
import dev.resilience.sample.downstream.DownstreamClients;
import dev.resilience.sample.downstream.DownstreamService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the users service. The annotations of the type guard both methods, which share one
 * breaker and one bulkhead; they differ in what happens when the service does not answer.
 */
@Component
@CircuitBreaker("users")
@Bulkhead("users")
@Retry("users")
public class UserClient {

	private static final Logger logger = LoggerFactory.getLogger(UserClient.class);

	private final RestClient rest;

	UserClient(DownstreamClients clients) {
		this.rest = clients.create(DownstreamService.USERS);
	}

	/**
	 * Find a user's profile. Nothing can stand in for it: the caller hears of a failure.
	 * @param id who
	 * @return the user
	 * @throws NotFoundException if there is no such user
	 */
	public User find(String id) {
		return fetch(id);
	}

	/**
	 * Check that a user exists. When the users service does not answer, an order is worth
	 * more than the check.
	 * @param id who
	 * @return the user, perhaps unverified
	 * @throws NotFoundException if there is no such user
	 */
	@Fallback(value = "takeOnTrust", except = NotFoundException.class)
	public User verify(String id) {
		return fetch(id);
	}

	private User takeOnTrust(String id, Exception ex) {
		logger.warn("User '{}' is taken on trust: {}", id, ex.toString());
		return User.unverified(id);
	}

	private User fetch(String id) {
		Profile profile = this.rest.get()
			.uri("/users/{id}", id)
			.retrieve()
			.onStatus(HttpStatus.NOT_FOUND::equals, (request, response) -> {
				throw new NotFoundException("user", id);
			})
			.requiredBody(Profile.class);
		return new User(profile.id(), profile.name(), profile.email(), true);
	}

	private record Profile(String id, String name, String email) {

	}

}
