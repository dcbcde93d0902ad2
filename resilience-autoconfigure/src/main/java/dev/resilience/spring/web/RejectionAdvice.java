package dev.resilience.spring.web;

import java.time.Duration;

import dev.resilience.CallRejectedException;
import dev.resilience.RateLimitExceededException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Turns rejections that nobody handled into problem details (RFC 9457): 429 if a rate
 * limiter rejected the call, else 503, with {@code Retry-After} where the time is known.
 * The application's own handlers come first.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class RejectionAdvice {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> rejected(CallRejectedException rejection) {
		HttpStatus status = (rejection instanceof RateLimitExceededException) ? HttpStatus.TOO_MANY_REQUESTS
				: HttpStatus.SERVICE_UNAVAILABLE;
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, rejection.getMessage());
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
		Duration retryAfter = rejection.retryAfter();
		if (retryAfter != null) {
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(retryAfter)));
		}
		return response.body(problem);
	}

	/** Rounded up, since a client that comes early is rejected again; at least 1. */
	private static long wholeSeconds(Duration duration) {
		return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
	}

}
