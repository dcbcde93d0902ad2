package dev.resilience.sample.user;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UserController {

	private final UserClient users;

	UserController(UserClient users) {
		this.users = users;
	}

	@GetMapping("/users/{id}")
	User find(@PathVariable String id) {
		return this.users.find(id);
	}

}
