package dev.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages("dev.resilience");

	private static final String[] LIBRARIES = { "java..", "org.jspecify.annotations.." };

	@Test
	void rootPackageWhenItDependsOnSomethingIsOnItselfAndTheJdk() {
		classes().that()
			.resideInAPackage("dev.resilience")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(and("dev.resilience"))
			.check(CLASSES);
	}

	@Test
	void annotationsWhenTheyDependOnSomethingAreOnTheJdk() {
		classes().that()
			.resideInAPackage("dev.resilience.annotation")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(and("dev.resilience.annotation"))
			.check(CLASSES);
	}

	@Test
	void internalsWhenTheyDependOnSomethingAreOnTheRootPackage() {
		classes().that()
			.resideInAPackage("dev.resilience.internal")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(and("dev.resilience", "dev.resilience.internal"))
			.check(CLASSES);
	}

	@ParameterizedTest
	@MethodSource("policyPackages")
	void policyWhenItDependsOnSomethingDoesNotKnowTheOtherPolicies(String policy) {
		classes().that()
			.resideInAPackage(policy)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(and(policy, "dev.resilience", "dev.resilience.internal"))
			.check(CLASSES);
	}

	@Test
	void packagesWhenTakenTogetherHaveNoCycles() {
		slices().matching("(dev.resilience..)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void policiesWhenCountedAreAllChecked() {
		assertThat(policyPackages()).contains("dev.resilience.circuitbreaker", "dev.resilience.bulkhead",
				"dev.resilience.retry", "dev.resilience.fallback", "dev.resilience.ratelimiter",
				"dev.resilience.staleiferror");
	}

	@Test
	void clocksWhenReadAreReadInOnePlaceEach() {
		noClasses().that()
			.areNotAssignableTo(SystemTicker.class)
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(Thread.class, "sleep", long.class)
			.orShould()
			.callMethod(TimeUnit.class, "sleep", long.class)
			.check(CLASSES);
		noClasses().should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethodWhere(belongsTo(Clock.class))
			.orShould()
			.callMethodWhere(belongsTo(LocalDateTime.class))
			.orShould()
			.callMethodWhere(belongsTo(ZonedDateTime.class))
			.check(CLASSES);
		noClasses().that()
			.areNotAssignableTo(PolicyContext.class)
			.should()
			.callMethod(InstantSource.class, "system")
			.orShould()
			.callMethod(ThreadLocalRandom.class, "current")
			.orShould()
			.callMethod(Math.class, "random")
			.check(CLASSES);
	}

	@Test
	void threadsWhenLookedForAreNotStarted() {
		noClasses().should()
			.callConstructor(Thread.class)
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching("java\\.util\\.(Timer|concurrent\\.(Executor.*|.*Executor|ForkJoinPool))")
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaCall<?>> belongsTo(Class<?> type) {
		return DescribedPredicate.describe("a method of " + type.getSimpleName(),
				(call) -> call.getTargetOwner().isEquivalentTo(type));
	}

	static List<String> policyPackages() {
		return CLASSES.stream()
			.map((type) -> type.getPackageName())
			.filter((name) -> name.startsWith("dev.resilience.") && !name.equals("dev.resilience.internal")
					&& !name.equals("dev.resilience.annotation"))
			.distinct()
			.sorted()
			.toList();
	}

	private static String[] and(String... packages) {
		return Stream.concat(Stream.of(packages), Stream.of(LIBRARIES)).toArray(String[]::new);
	}

}
