package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.zoo.FittedWeights;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backbones on the real engines against their reference values. What takes long is skipped, and
 * counted as skipped, unless Maven runs with {@code -Pevery-golden}.
 */
class ParityTest {
  private static final boolean EVERY_GOLDEN = Boolean.getBoolean("fe.everyGolden");

  /**
   * Weights of gigabytes are generated, written and loaded once: with passes, as users get them.
   */
  private static final long LARGE_ELEMENTS = 500_000_000;

  /** One of each kind of block that is cheap; processors without bfloat16 are very slow at it. */
  private static final Set<String> BFLOAT16 =
      Set.of(
          "resnet18",
          "shufflenet_v2_x0_5",
          "mobilenet_v3_small",
          "efficientnet_b0",
          "maxvit_t",
          "regnet_y_400mf",
          "swin_t",
          "dinov2_vits14",
          "clip_vit_b32");

  private static final List<String> ENGINES = List.of(Engines.PYTORCH, Engines.TENSORFLOW);

  static Stream<Named<Golden>> goldens() {
    return Goldens.all().stream().map(golden -> Named.of(golden.id(), golden));
  }

  static Stream<Arguments> goldensOnEachEngine() {
    return onEachEngine(goldens());
  }

  static Stream<Arguments> variantsOnEachEngine() {
    return onEachEngine(
        Goldens.variants().stream()
            .map(file -> Named.of(String.valueOf(file.getFileName()), file)));
  }

  private static Stream<Arguments> onEachEngine(Stream<? extends Named<?>> values) {
    return values.flatMap(value -> ENGINES.stream().map(engine -> Arguments.of(engine, value)));
  }

  @ParameterizedTest
  @MethodSource("goldensOnEachEngine")
  void agreesInFloat32AsUsersGetIt(String engine, Golden golden) {
    agrees(engine, golden, Precision.FP32, Passes.standard());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void agreesInFloat32WithoutPasses(Golden golden) {
    long elements = golden.parameters().stream().mapToLong(GeneratedTensor::elements).sum();
    assumeTrue(
        EVERY_GOLDEN || elements < LARGE_ELEMENTS, "runs with passes only, or -Pevery-golden");
    assumeTrue(passesChange(golden), "is left as it is by the passes");
    // What passes do to a graph is no engine's: one is enough.
    agrees(Engines.PYTORCH, golden, Precision.FP32, Passes.of());
  }

  @ParameterizedTest
  @MethodSource("goldensOnEachEngine")
  void agreesInBfloat16(String engine, Golden golden) {
    assumeTrue(EVERY_GOLDEN || BFLOAT16.contains(golden.id()), "runs with -Pevery-golden");
    // Elsewhere TensorFlow does without oneDNN, and rounds where oneDNN fuses.
    assumeTrue(
        engine.equals(Engines.PYTORCH)
            || Engines.instructionSet().matches(".*avx512_(vnni|bf16).*"),
        "TensorFlow takes no oneDNN here");
    agrees(engine, golden, Precision.BF16, Passes.standard());
  }

  /** Further variants, and sizes of images for which maps are padded or positions resampled. */
  @ParameterizedTest
  @MethodSource("variantsOnEachEngine")
  void agreesInFloat32ForOtherVariantsAndSizes(String engine, Path file) throws IOException {
    assumeTrue(EVERY_GOLDEN, "runs with -Pevery-golden");
    agrees(engine, Golden.read(file), Precision.FP32, Passes.standard());
  }

  private static boolean passesChange(Golden golden) {
    Graph graph =
        FittedWeights.of(Architectures.named(golden.id()), GoldenWeights.of(golden))
            .graph(new ImageInput(golden.sizePixels(), golden.mean(), golden.deviation()), 0);
    return !Passes.standard().run(graph).toText().equals(graph.toText());
  }

  private static void agrees(String engine, Golden golden, Precision precision, Passes passes) {
    GoldenVerifier verifier = GoldenVerifier.of(engine, DeviceKind.CPU, precision, passes);

    Parity parity = verifier.verify(golden);

    assertThat(parity.passed()).as("%s", parity).isTrue();
  }
}
