package dev.resilience.spring.web;

import java.io.IOException;

import dev.resilience.Degradation;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;

/**
 * Tells in a response header that answers to this request's guarded calls were degraded.
 * The header is set the moment that it happens, on the thread of the request, so it is
 * there when the response is committed, unless that was before. Thread-safe.
 */
public final class DegradedHeaderFilter implements Filter, Ordered {

	/** Outside of whatever may call something guarded: a security filter, for example. */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	private final String name;

	/**
	 * Creates the filter.
	 * @param name the name of the header
	 */
	public DegradedHeaderFilter(String name) {
		this.name = name;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(response instanceof HttpServletResponse httpResponse)) {
			chain.doFilter(request, response);
			return;
		}
		Degradation.Scope scope = Degradation
			.observe((degradations) -> httpResponse.setHeader(this.name, DegradedHeader.of(degradations)));
		try {
			chain.doFilter(request, response);
		}
		finally {
			scope.close();
		}
	}

}
