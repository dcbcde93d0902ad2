package dev.resilience.fallback;

import java.io.IOException;
import java.util.List;

import dev.resilience.Pipeline;
import dev.resilience.testing.Calls;
import dev.resilience.testing.TestContext;
import dev.resilience.testing.TestRung;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FallbackSuppressedTests {

	@Test
	void fallbackWhenALaterRungRethrowsTheOriginalMakesNoCircleOfExceptions() {
		IOException original = new IOException("original");
		IllegalStateException first = new IllegalStateException("first");
		Pipeline pipeline = Pipeline.of(new FallbackPolicy("payment", new TestContext().policyContext())
			.ladder(new FallbackConfig(List.of(TestRung.throwing("first", first), TestRung.rethrowing("again")),
					List.of(Exception.class), List.of())));

		Throwable failure = Calls.failureOf(pipeline, original);

		assertThat(failure).isSameAs(original);
		assertThat(leadsTo(original, original)).isFalse();
	}

	private static boolean leadsTo(Throwable from, Throwable to) {
		for (Throwable suppressed : from.getSuppressed()) {
			if (suppressed == to || (suppressed != from && leadsTo(suppressed, to))) {
				return true;
			}
		}
		return false;
	}

}
