package dev.resilience.sample.simulator;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * The payment provider behind {@code POST /charges}. Like a real one it keeps a record: a
 * charge is made once per {@code Idempotency-Key}, and whoever asks again with the same
 * key reads the first answer. Amounts above 1000 it declines.
 */
final class PaymentProvider implements ResponseDefinitionTransformerV2 {

	static final String NAME = "payment-provider";

	private static final BigDecimal LIMIT = BigDecimal.valueOf(1000);

	private final JsonMapper json = new JsonMapper();

	private final Map<String, Charge> charges = new ConcurrentHashMap<>();

	private final Clock clock;

	PaymentProvider(Clock clock) {
		this.clock = clock;
	}

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		return answer(event.getRequest()).build();
	}

	private ResponseDefinitionBuilder answer(Request request) {
		String key = request.getHeader("Idempotency-Key");
		if (key == null) {
			return json(400, new Refusal("The header Idempotency-Key is missing"));
		}
		ChargeRequest wanted = this.json.readValue(request.getBodyAsString(), ChargeRequest.class);
		if (wanted.amount().compareTo(LIMIT) > 0) {
			return json(402, new Refusal("The amount is above the limit of " + LIMIT));
		}
		Charge first = new Charge(key, wanted.orderId(), wanted.amount(), this.clock.instant(), 1);
		return json(201, this.charges.merge(key, first, (recorded, again) -> recorded.askedForAgain()));
	}

	private ResponseDefinitionBuilder json(int status, Object body) {
		return WireMock.jsonResponse(this.json.writeValueAsString(body), status);
	}

	/**
	 * Return what the provider has charged.
	 * @return the charges, oldest first
	 */
	List<Charge> charges() {
		return this.charges.values().stream().sorted(Comparator.comparing(Charge::chargedAt)).toList();
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public String getName() {
		return NAME;
	}

	private record ChargeRequest(String orderId, BigDecimal amount) {

	}

	private record Refusal(String reason) {

	}

}
