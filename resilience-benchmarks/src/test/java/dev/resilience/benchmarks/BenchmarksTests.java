package dev.resilience.benchmarks;

import dev.resilience.benchmarks.annotated.FourPolicies;
import dev.resilience.benchmarks.annotated.InterceptorContext;
import dev.resilience.benchmarks.annotated.OpenWithFallback;
import dev.resilience.benchmarks.annotated.OursContext;
import dev.resilience.benchmarks.annotated.Resilience4jContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the cases answer, so that a build notices when a change breaks them.
 */
class BenchmarksTests {

	@Test
	void emptyInterceptorAnswers() {
		InterceptorContext context = new InterceptorContext();
		context.start();

		assertThat(new FourPolicies().emptyInterceptor(context)).isEqualTo("order");

		context.stop();
	}

	@Test
	void oursAnswers() {
		OursContext context = new OursContext();
		context.start();

		assertThat(new FourPolicies().ours(context)).isEqualTo("order");
		assertThat(new OpenWithFallback().ours(context)).isEqualTo("order");

		context.stop();
	}

	@Test
	void resilience4jAnswers() {
		Resilience4jContext context = new Resilience4jContext();
		context.start();

		assertThat(new FourPolicies().resilience4j(context)).isEqualTo("order");
		assertThat(new OpenWithFallback().resilience4j(context)).isEqualTo("order");

		context.stop();
	}

}
