package dev.resilience.sample.simulator;

import java.util.random.RandomGenerator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Stands before a simulated service and answers in its place while it is broken. What it
 * stops, the service never hears of. {@link Fault#SLOW} and {@link Fault#HANG} it lets
 * through: there the service does its work, and only the answer comes late.
 */
final class FaultInjector implements StubRequestFilterV2 {

	private static final int FLAKY_PERCENT = 30;

	private final RandomGenerator random;

	private volatile Fault fault = Fault.UP;

	FaultInjector(RandomGenerator random) {
		this.random = random;
	}

	void inject(Fault fault) {
		this.fault = fault;
	}

	Fault fault() {
		return this.fault;
	}

	@Override
	public RequestFilterAction filter(Request request, ServeEvent event) {
		return switch (this.fault) {
			case UP, SLOW, HANG -> RequestFilterAction.continueWith(request);
			case DOWN -> stopWith(WireMock.serviceUnavailable());
			case RESET -> stopWith(WireMock.aResponse()
				.withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER));
			case FLAKY -> (this.random.nextInt(100) < FLAKY_PERCENT) ? stopWith(WireMock.serviceUnavailable())
					: RequestFilterAction.continueWith(request);
		};
	}

	private static RequestFilterAction stopWith(ResponseDefinitionBuilder response) {
		return RequestFilterAction.stopWith(response.build());
	}

	@Override
	public String getName() {
		return "fault-injector";
	}

}
