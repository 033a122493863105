package org.fe4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** Who may use whom in fe-core, as ARCHITECTURE.md says. */
@AnalyzeClasses(packages = "org.fe4j", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule NO_DJL_IMAGE_OPERATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.modality.cv..")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("NDImageUtils")
          .because(
              "DJL's resize wraps around or does not antialias, depending on the engine;"
                  + " org.fe4j.image equals Pillow to the byte");

  @ArchTest
  static final ArchRule IMAGE_READS_NO_CONVERTED_PIXELS =
      noClasses()
          .should()
          .callMethod(java.awt.image.BufferedImage.class, "getRGB", int.class, int.class)
          .because(
              "getRGB takes grey for linear light and is up to 50 levels off: read the raster");

  @ArchTest static final ArchRule PROGRESS = uses("progress");

  @ArchTest static final ArchRule DOWNLOAD = uses("download", "progress");

  @ArchTest static final ArchRule IMAGE = uses("image");

  @ArchTest static final ArchRule BACKBONE = uses("backbone", "image", "progress");

  @ArchTest static final ArchRule DATASET = uses("dataset", "download", "image", "progress");

  @ArchTest static final ArchRule SUMMARY = uses("summary", "dataset", "image", "progress");

  @ArchTest
  static final ArchRule FEATURE =
      uses("feature", "backbone", "dataset", "engine", "image", "progress");

  @ArchTest static final ArchRule ENGINE = uses("engine", "backbone");

  @ArchTest static final ArchRule VALIDATION = uses("validation", "dataset");

  @ArchTest
  static final ArchRule HEAD = uses("head", "feature", "validation", "progress", "metrics");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("org.fe4j.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a package that can be read alone can be changed alone");

  @ArchTest
  static final ArchRule NOTHING_PRINTS =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a library never prints: it logs through SLF4J or tells a listener");

  @ArchTest
  static final ArchRule NO_HIDDEN_SEEDS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("equal seeds give equal results on every machine, and every seed is given");

  /** The package uses nothing of ours but itself and these. */
  private static ArchRule uses(String name, String... others) {
    List<String> allowed = new ArrayList<>();
    allowed.add("org.fe4j." + name + "..");
    for (String other : others) {
      allowed.add("org.fe4j." + other + "..");
    }
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage("org.fe4j..");
    DescribedPredicate<JavaClass> permitted =
        JavaClass.Predicates.resideInAnyPackage(allowed.toArray(new String[0]));
    return classes()
        .that()
        .resideInAPackage("org.fe4j." + name + "..")
        .should()
        .onlyDependOnClassesThat(permitted.or(DescribedPredicate.not(ours)))
        .because("ARCHITECTURE.md lists what each package may use")
        .allowEmptyShould(true);
  }
}
