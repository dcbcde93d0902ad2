package dev.resilience.sample.downstream;

import java.util.Locale;

/**
 * A service that the shop calls over HTTP.
 */
public enum DownstreamService {

	PAYMENT, INVENTORY, USERS, CATALOG;

	/**
	 * Return the name that properties, URLs and messages use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
