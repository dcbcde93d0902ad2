package dev.resilience.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

import dev.resilience.BulkheadFullException;
import dev.resilience.CallRejectedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTests {

	private final BulkheadFullException rejection = new BulkheadFullException("payment", 1, false);

	@Test
	void failureWhenInterruptedOrCancelledIsACancellation() {
		assertThat(Failures.isCancellation(new InterruptedException())).isTrue();
		assertThat(Failures.isCancellation(new CancellationException())).isTrue();
		assertThat(Failures.isCancellation(new IOException())).isFalse();
		assertThat(Failures.isCancellation(this.rejection)).isFalse();
	}

	@Test
	void failureWhenItsClassOrAParentIsListedIsListed() {
		assertThat(Failures.isListed(new FileNotFoundException(), List.of(Error.class, IOException.class))).isTrue();
		assertThat(Failures.isListed(new IOException(), List.of(FileNotFoundException.class))).isFalse();
		assertThat(Failures.isListed(new IOException(), List.of())).isFalse();
	}

	@Test
	void rejectionWhenOnlyAGeneralClassIsListedIsNotListed() {
		assertThat(Failures.isListed(this.rejection, List.of(Throwable.class, RuntimeException.class))).isFalse();
		assertThat(Failures.isListed(this.rejection, List.of(RuntimeException.class, CallRejectedException.class)))
			.isTrue();
	}

}
