package org.fe4j.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "org.fe4j.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsMetricsAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.fe4j.report",
              "org.fe4j.metrics..",
              "java..",
              "javax.xml..",
              "org.w3c.dom..",
              "com.google..",
              "org.jspecify..",
              "org.knowm.xchart..",
              "org.apache.batik..")
          .because("a page shows what was computed elsewhere");

  @ArchTest
  static final ArchRule drawsWithTheColoursOfInk =
      noClasses()
          .that()
          .doNotHaveSimpleName("Ink")
          .and()
          .doNotHaveSimpleName("SvgWriter")
          .should()
          .callConstructor(java.awt.Color.class, int.class, int.class, int.class)
          .because("any other colour is the same in the dark");

  @ArchTest
  static final ArchRule printsNothing =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
          "a library never prints");
}
