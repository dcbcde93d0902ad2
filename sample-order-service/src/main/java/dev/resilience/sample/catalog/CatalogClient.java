package dev.resilience.sample.catalog;

import java.math.BigDecimal;
import java.util.List;

import dev.resilience.annotation.CircuitBreaker;
import dev.resilience.annotation.Fallback;
import dev.resilience.annotation.StaleIfError;
import dev.resilience.sample.NotFoundException;
import dev.resilience.sample.downstream.DownstreamClients;
import dev.resilience.sample.downstream.DownstreamService;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the catalog service, and climbs down a ladder when it does not answer: the full
 * product, the full one as it was a while ago, the basic one, a page that fits every
 * product. No retry: the next rung is quicker than a second attempt.
 */
@Component
class CatalogClient {

	private final RestClient rest;

	private final PriceList priceList;

	CatalogClient(DownstreamClients clients, PriceList priceList) {
		this.rest = clients.create(DownstreamService.CATALOG);
		this.priceList = priceList;
	}

	@StaleIfError(value = "catalog", except = NotFoundException.class)
	@CircuitBreaker("catalog")
	@Fallback(value = { "basicProduct", "genericProduct" }, except = NotFoundException.class)
	Product find(String id) {
		Details details = this.rest.get()
			.uri("/products/{id}", id)
			.retrieve()
			.onStatus(HttpStatus.NOT_FOUND::equals, (request, response) -> {
				throw new NotFoundException("product", id);
			})
			.requiredBody(Details.class);
		return new Product(Product.Detail.FULL, details.id(), details.name(), details.price(), details.description(),
				details.related(), null);
	}

	private Product basicProduct(String id) {
		PriceList.Entry entry = this.priceList.find(id)
			.orElseThrow(() -> new NotFoundException("product on the price list", id));
		return new Product(Product.Detail.BASIC, id, entry.name(), entry.price(),
				"More about this product in a few minutes.", List.of(), null);
	}

	private Product genericProduct(String id) {
		return new Product(Product.Detail.GENERIC, id, null, null, "This page will be back in a few minutes.",
				List.of(), null);
	}

	private record Details(String id, String name, BigDecimal price, String description, List<String> related) {

	}

}
