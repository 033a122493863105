package org.fe4j.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "org.fe4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..")
          .because("metrics are computed from predictions, wherever these come from");

  @ArchTest
  static final ArchRule knowsNothingElseOfOurs =
      noClasses()
          .that()
          .resideInAPackage("org.fe4j.metrics..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another package of fe4j",
                  type ->
                      type.getPackageName().startsWith("org.fe4j")
                          && !type.getPackageName().startsWith("org.fe4j.metrics")))
          .because("fe-metrics is useful alone");

  @ArchTest
  static final ArchRule hasNoPackageCycles =
      slices()
          .matching("org.fe4j.(**)")
          .should()
          .beFreeOfCycles()
          .because("renderers know metrics, and metrics know no renderer");

  @ArchTest
  static final ArchRule statisticsKnowOnlyNumbers =
      noClasses()
          .that()
          .resideInAPackage("org.fe4j.metrics.statistics..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another package of fe4j",
                  type ->
                      type.getPackageName().startsWith("org.fe4j")
                          && !type.getPackageName().equals("org.fe4j.metrics.statistics")))
          .because("statistics of plain numbers serve any report");

  @ArchTest
  static final ArchRule hasNoHiddenSeeds =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("equal seeds give equal figures on every machine, and every seed is given");

  @ArchTest
  static final ArchRule printsNothing =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
          "a library never prints");
}
