package dev.resilience.sample.simulator;

import java.util.List;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import dev.resilience.sample.downstream.DownstreamService;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

/**
 * What the simulated services answer while nothing is wrong with them.
 */
final class SimulatedApis {

	private SimulatedApis() {
	}

	static List<MappingBuilder> of(DownstreamService service) {
		return switch (service) {
			case PAYMENT -> payment();
			case INVENTORY -> inventory();
			case USERS -> users();
			case CATALOG -> catalog();
		};
	}

	private static List<MappingBuilder> payment() {
		ResponseDefinitionBuilder provider = ok().withTransformers(PaymentProvider.NAME);
		return List.of(post(urlEqualTo("/charges")).willReturn(provider), unknown());
	}

	private static List<MappingBuilder> inventory() {
		UrlPattern reservation = urlPathMatching("/reservations/[^/]+");
		MappingBuilder tooMany = put(reservation).withRequestBody(matchingJsonPath("$[?(@.quantity > 50)]"))
			.atPriority(1)
			.willReturn(status(409, "OUT_OF_STOCK"));
		return List.of(tooMany, put(reservation).willReturn(status(200, "RESERVED")),
				delete(reservation).willReturn(noContent()), unknown());
	}

	private static List<MappingBuilder> users() {
		return List.of(user("alice", "Alice Liddell"), user("bob", "Bob Cratchit"), user("carol", "Carol Kennicott"),
				unknown());
	}

	private static List<MappingBuilder> catalog() {
		// The grinder is announced, but not yet on the shop's price list
		return List.of(product("coffee", "Coffee beans, 1 kg", "18.90", "Dark, from the hills.", "grinder"),
				product("teapot", "Teapot, cast iron", "64.50", "Holds the heat for an hour.", "coffee"),
				product("espresso-machine", "Espresso machine", "1499.00", "Two boilers, one lever.", "coffee"),
				product("grinder", "Coffee grinder", "89.00", "Grinds by hand.", "coffee"), unknown());
	}

	private static MappingBuilder user(String id, String name) {
		return get(urlEqualTo("/users/" + id)).willReturn(okJson("""
				{"id": "%s", "name": "%s", "email": "%s@shop.test"}""".formatted(id, name, id)));
	}

	private static MappingBuilder product(String id, String name, String price, String description, String related) {
		return get(urlEqualTo("/products/" + id)).willReturn(okJson("""
				{"id": "%s", "name": "%s", "price": %s, "description": "%s", "related": ["%s"]}""".formatted(id, name,
				price, description, related)));
	}

	private static MappingBuilder unknown() {
		return any(anyUrl()).atPriority(10).willReturn(status(404, "NOT_FOUND"));
	}

	private static ResponseDefinitionBuilder status(int code, String text) {
		return jsonResponse("""
				{"status": "%s"}""".formatted(text), code);
	}

}
