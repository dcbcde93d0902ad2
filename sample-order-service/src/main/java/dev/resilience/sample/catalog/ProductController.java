package dev.resilience.sample.catalog;

import java.time.Duration;

import dev.resilience.Degradation;

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
		try (Degradation.Scope scope = Degradation.observe()) {
			Product product = this.catalog.find(id);
			for (Degradation degradation : scope.degradations()) {
				Duration age = degradation.age();
				if (age != null) {
					return product.withNotice("Stale: this is the page of %d seconds ago.".formatted(age.toSeconds()));
				}
			}
			return product;
		}
	}

}
