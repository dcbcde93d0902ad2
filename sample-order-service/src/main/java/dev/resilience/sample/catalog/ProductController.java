package dev.resilience.sample.catalog;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProductController {

	private final CatalogClient catalog;

	ProductController(CatalogClient catalog) {
		this.catalog = catalog;
	}

	@GetMapping("/products/{id}")
	Product find(@PathVariable String id) {
		return this.catalog.find(id);
	}

}
