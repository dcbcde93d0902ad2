package dev.resilience.sample.downstream;

import java.net.URI;
import java.net.http.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Makes the HTTP client of each service, with the time-outs that {@code services.*} sets.
 */
@Component
public class DownstreamClients {

	private final ServicesProperties properties;

	private final ObjectProvider<ServiceLocator> locator;

	private final ObjectProvider<RestClient.Builder> builders;

	DownstreamClients(ServicesProperties properties, ObjectProvider<ServiceLocator> locator,
			ObjectProvider<RestClient.Builder> builders) {
		this.properties = properties;
		this.locator = locator;
		this.builders = builders;
	}

	public RestClient create(DownstreamService service) {
		return this.builders.getObject().baseUrl(baseUrl(service)).requestFactory(requestFactory(service)).build();
	}

	private URI baseUrl(DownstreamService service) {
		URI configured = this.properties.get(service).baseUrl();
		if (configured != null) {
			return configured;
		}
		ServiceLocator simulator = this.locator.getIfAvailable();
		if (simulator != null) {
			return simulator.locate(service);
		}
		throw new IllegalStateException("services.%s.base-url is not set (expected: a URL, or simulator.enabled: true)"
			.formatted(service.id()));
	}

	private ClientHttpRequestFactory requestFactory(DownstreamService service) {
		ServicesProperties.Service properties = this.properties.get(service);
		// HTTP/1.1: each call has a connection of its own, so a broken one breaks one
		// call
		return ClientHttpRequestFactoryBuilder.jdk()
			.withHttpClientCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1))
			.build(HttpClientSettings.defaults().withTimeouts(properties.connectTimeout(), properties.readTimeout()));
	}

}
