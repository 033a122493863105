package org.fe4j.zoo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom in fe-zoo, as ARCHITECTURE.md says. */
@AnalyzeClasses(packages = "org.fe4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ZooRulesTest {
  private static final String GRAPH = "org.fe4j.zoo.graph";
  private static final String ARCHITECTURE = "org.fe4j.zoo.architecture";
  private static final String CHECKPOINT = "org.fe4j.zoo.checkpoint";

  @ArchTest
  static final ArchRule GRAPH_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(GRAPH)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(GRAPH, "java..", "com.google.common..", "org.jspecify..")
          .because("a backbone is written once, for every engine and file format");

  @ArchTest
  static final ArchRule ARCHITECTURES_USE_THE_GRAPH_ONLY =
      noClasses()
          .that()
          .resideInAPackage(ARCHITECTURE)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              ARCHITECTURE, GRAPH, "java..", "com.google.common..", "org.jspecify..")
          .because("an architecture reads like its paper: no engine, no file, no cache in it");

  @ArchTest
  static final ArchRule CHECKPOINTS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAPackage(CHECKPOINT)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              CHECKPOINT,
              "org.fe4j.numeric",
              "java..",
              "com.google.common..",
              "com.google.gson..",
              "com.google.errorprone..",
              "org.jspecify..",
              "org.slf4j..")
          .because("a reader of foreign files must be easy to audit: it knows bytes, no models");

  @ArchTest
  static final ArchRule COMPILERS_KNOW_NO_ARCHITECTURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.fe4j.zoo.compiler..", "org.fe4j.zoo.torchscript..", "org.fe4j.zoo.savedmodel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ARCHITECTURE, "org.fe4j.zoo", "org.fe4j.zoo.verify")
          .because("a compiler that knows a backbone by name would be right for that one only");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("org.fe4j.zoo.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each package can then be read and tested by itself");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_ZOO =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.fe4j.zoo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.fe4j.zoo..")
          .because("names are resolved through BackboneProvider, so that anybody can add a zoo");

  @ArchTest
  static final ArchRule NOTHING_IS_PRINTED =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a library is a guest: progress goes to a listener, the rest to SLF4J");

  @ArchTest
  static final ArchRule NO_HIDDEN_SEEDS =
      noClasses()
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("the same call gives the same features, folds and heads every time");
}
