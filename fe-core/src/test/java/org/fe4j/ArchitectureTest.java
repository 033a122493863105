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
          // Its image, which programs that stay in DJL have, is pixels and nothing else.
          .haveNameMatching("ai\\.djl\\.modality\\.cv\\.(?!Image(\\$Flag)?$).*")
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

  @ArchTest static final ArchRule NUMERIC = uses("numeric");

  @ArchTest static final ArchRule FILE = uses("file");

  @ArchTest static final ArchRule ARCHIVE = uses("archive", "file", "progress");

  @ArchTest static final ArchRule DOWNLOAD = uses("download", "file", "progress");

  @ArchTest static final ArchRule STORE = uses("store", "file", "numeric", "progress");

  @ArchTest
  static final ArchRule ARCHIVES_ARE_UNPACKED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.fe4j.archive")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.compress.archivers..")
          .because("Unpacker checks every entry; a second place would forget a check");

  @ArchTest static final ArchRule IMAGE = uses("image");

  @ArchTest static final ArchRule BACKBONE = uses("backbone", "image", "progress");

  @ArchTest
  static final ArchRule DATASET =
      uses("dataset", "archive", "download", "file", "image", "progress");

  @ArchTest
  static final ArchRule DATASET_KNOWS_NO_PUBLISHER =
      noClasses()
          .that()
          .resideInAPackage("org.fe4j.dataset")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.fe4j.dataset.published..")
          .because("a data set of one's own needs none of the public ones");

  @ArchTest
  static final ArchRule MAT_FILES_ARE_OPTIONAL =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.fe4j\\.dataset\\.published\\.CarsMatFile.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("us.hebi.matlab..")
          .because("everything else must load where mfl-core is not on the class path");

  @ArchTest
  static final ArchRule SUMMARY =
      uses("summary", "dataset", "file", "image", "metrics", "numeric", "progress");

  @ArchTest
  static final ArchRule FEATURE =
      uses(
          "feature",
          "backbone",
          "dataset",
          "download",
          "engine",
          "file",
          "image",
          "progress",
          "store");

  @ArchTest static final ArchRule EXPORT = uses("export", "dataset", "feature", "file");

  @ArchTest
  static final ArchRule PARQUET_ONLY_WHERE_IT_IS_OPTIONAL =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.fe4j\\.export\\.(Parquet|ZstdCodec).*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "com.github.luben..")
          .because("users of the other formats do without the library");

  @ArchTest
  static final ArchRule TENSORFLOW_IS_OPTIONAL =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.fe4j\\.engine\\.TensorFlowNatives")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.tensorflow..", "org.bytedeco..", "com.google.protobuf..", "ai.djl.tensorflow..")
          .because("everything else must load where TensorFlow is not on the class path");

  @ArchTest
  static final ArchRule ONE_CLASS_STARTS_ENGINES =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.fe4j.engine")
          .should()
          .callMethod(ai.djl.engine.Engine.class, "getEngine", String.class)
          .orShould()
          .callMethod(ai.djl.engine.Engine.class, "getInstance")
          .because("DJL would download what is missing, and call home");

  @ArchTest static final ArchRule ENGINE = uses("engine", "backbone", "download");

  @ArchTest static final ArchRule VALIDATION = uses("validation", "dataset", "numeric");

  @ArchTest
  static final ArchRule HEAD =
      uses("head", "backbone", "feature", "validation", "progress", "metrics");

  @ArchTest
  static final ArchRule CLASSIFIER =
      uses("classifier", "backbone", "feature", "file", "image", "progress");

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
    // It depends on nothing, and what is written to files says it.
    DescribedPredicate<JavaClass> version = JavaClass.Predicates.equivalentTo(Version.class);
    return classes()
        .that()
        .resideInAPackage("org.fe4j." + name + "..")
        .should()
        .onlyDependOnClassesThat(permitted.or(version).or(DescribedPredicate.not(ours)))
        .because("ARCHITECTURE.md lists what each package may use")
        .allowEmptyShould(true);
  }
}
