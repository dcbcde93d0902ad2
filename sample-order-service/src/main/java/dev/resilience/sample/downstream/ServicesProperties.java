package dev.resilience.sample.downstream;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are and how long the shop waits for them.
 *
 * @param payment Payment provider.
 * @param inventory Inventory service.
 * @param users Users service.
 * @param catalog Catalog service.
 */
@ConfigurationProperties("services")
record ServicesProperties(@DefaultValue Service payment, @DefaultValue Service inventory, @DefaultValue Service users,
		@DefaultValue Service catalog) {

	Service get(DownstreamService service) {
		return switch (service) {
			case PAYMENT -> this.payment;
			case INVENTORY -> this.inventory;
			case USERS -> this.users;
			case CATALOG -> this.catalog;
		};
	}

	/**
	 * One service.
	 *
	 * @param baseUrl Address of the service. If it is not set, the simulator plays it.
	 * @param connectTimeout Longest wait for a connection.
	 * @param readTimeout Longest wait for an answer.
	 */
	record Service(@Nullable URI baseUrl, @DefaultValue("250ms") Duration connectTimeout,
			@DefaultValue("500ms") Duration readTimeout) {

	}

}
