package dev.resilience.spring;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The directions in {@code design.md}.
 */
@AnalyzeClasses(packages = "dev.resilience.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String AOP = "dev.resilience.spring.aop..";

	private static final String AUTOCONFIGURE = "dev.resilience.spring.autoconfigure..";

	private static final String METRICS = "dev.resilience.spring.metrics..";

	private static final String ACTUATE = "dev.resilience.spring.actuate..";

	private static final String WEB = "dev.resilience.spring.web..";

	private static final String[] TWINS = { "dev.resilience.spring.boot3..", "dev.resilience.spring.boot4.." };

	private static final DescribedPredicate<JavaClass> AUTO_CONFIGURATION = resideInAnyPackage(AUTOCONFIGURE)
		.and(simpleNameEndingWith("AutoConfiguration"));

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.resilience.spring.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule aopKnowsOnlyTheEngine = noClasses().that()
		.resideInAPackage(AOP)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(AUTOCONFIGURE, METRICS, ACTUATE, WEB, TWINS[0], TWINS[1]);

	@ArchTest
	static final ArchRule viewsKnowOnlyTheEngine = noClasses().that()
		.resideInAnyPackage(METRICS, ACTUATE, WEB)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(AUTOCONFIGURE, AOP, TWINS[0], TWINS[1], "dev.resilience.circuitbreaker..",
				"dev.resilience.bulkhead..", "dev.resilience.retry..", "dev.resilience.fallback..",
				"dev.resilience.ratelimiter..", "dev.resilience.staleiferror..");

	@ArchTest
	static final ArchRule onlyMetricsKnowsMicrometer = classes().that()
		.resideOutsideOfPackage(METRICS)
		.and(DescribedPredicate.not(AUTO_CONFIGURATION))
		.should()
		.onlyDependOnClassesThat()
		.resideOutsideOfPackage("io.micrometer..");

	@ArchTest
	static final ArchRule onlyOnePackageKnowsCaffeine = classes().that()
		.resideOutsideOfPackage("dev.resilience.spring.caffeine..")
		.should()
		.onlyDependOnClassesThat()
		.resideOutsideOfPackage("com.github.benmanes..");

	@ArchTest
	static final ArchRule onlyActuateKnowsTheActuator = classes().that()
		.resideOutsideOfPackages(ACTUATE, TWINS[0], TWINS[1])
		.and(DescribedPredicate.not(AUTO_CONFIGURATION))
		.should()
		.onlyDependOnClassesThat()
		.resideOutsideOfPackages("org.springframework.boot.actuate..", "org.springframework.boot.health..");

	@ArchTest
	static final ArchRule onlyTheTwinsKnowHealth = noClasses().that()
		.resideOutsideOfPackages(TWINS)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate.health..",
				"org.springframework.boot.actuate.autoconfigure.health..", "org.springframework.boot.health..");

	@ArchTest
	static final ArchRule boot3KnowsNothingOfBoot4 = noClasses().that()
		.resideInAPackage(TWINS[0])
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.health..", "org.springframework.boot.restclient..",
				"org.springframework.boot.webclient..", TWINS[1]);

	@ArchTest
	static final ArchRule boot4KnowsNothingOfBoot3 = noClasses().that()
		.resideInAPackage(TWINS[1])
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.web..", TWINS[0]);

	@ArchTest
	static final ArchRule onlyWebAndTheTwinsKnowTheWeb = classes().that()
		.resideOutsideOfPackages(WEB, TWINS[0], TWINS[1])
		.and(DescribedPredicate.not(AUTO_CONFIGURATION))
		.should()
		.onlyDependOnClassesThat()
		.resideOutsideOfPackages("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..");

	@ArchTest
	static final ArchRule nobodyKnowsAspectJOrInternalsOfTheEngine = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.aspectj..", "dev.resilience.internal..");

}
