package dev.resilience.circuitbreaker;

import java.lang.reflect.Method;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The random sequences find an engine that breaks one of its rules.
 */
class MutantTests {

	private static final int SEQUENCES = 1_000;

	@TempDir
	Path directory;

	@Test
	void copyWhenNothingIsBrokenIsTheModel() throws Exception {
		assertThat(differenceOf(Mutant.NONE)).isNull();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void mutantWhenOneRuleIsBrokenIsNotTheModel(Mutant mutant) throws Exception {
		assertThat(differenceOf(mutant)).isNotNull();
	}

	/**
	 * Calls {@link #firstDifference()} of this class as the loader of the mutant has it.
	 */
	private @Nullable String differenceOf(Mutant mutant) throws Exception {
		Method method = new MutantLoader(mutant, this.directory).loadClass(MutantTests.class.getName())
			.getDeclaredMethod("firstDifference");
		method.setAccessible(true);
		return (String) method.invoke(null);
	}

	static @Nullable String firstDifference() {
		return EngineComparison.sequences(true).firstDifference(1, SEQUENCES);
	}

}
