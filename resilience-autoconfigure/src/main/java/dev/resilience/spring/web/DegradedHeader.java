package dev.resilience.spring.web;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.resilience.Degradation;

/**
 * Writes degradations as a list of structured fields (RFC 9651), for example
 * {@code payment;rung=queuePayment, catalog;rung=stale-if-error}. What is not a token is
 * written as a string, and what may not stand in a string as an underscore.
 */
final class DegradedHeader {

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][-!#$%&'*+.^_`|~0-9A-Za-z:/]*");

	private static final Pattern NOT_IN_STRING = Pattern.compile("[^ !#-\\[\\]-~]");

	private DegradedHeader() {
	}

	static String of(List<Degradation> degradations) {
		return degradations.stream()
			.map((degradation) -> item(degradation.instance()) + ";rung=" + item(degradation.rung()))
			.collect(Collectors.joining(", "));
	}

	private static String item(String text) {
		return TOKEN.matcher(text).matches() ? text : '"' + NOT_IN_STRING.matcher(text).replaceAll("_") + '"';
	}

}
