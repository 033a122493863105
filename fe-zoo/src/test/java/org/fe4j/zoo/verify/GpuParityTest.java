package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.torchscript.GpuProgramOnCpu;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a GPU runs, on the CPU beside the reference values: passes and fusions change the features
 * of no backbone, and round no worse than a reference in half precision does. What takes long is
 * skipped, and counted as skipped, unless Maven runs with {@code -Pevery-golden}.
 */
class GpuParityTest {
  private static final boolean EVERY_GOLDEN = Boolean.getBoolean("fe.everyGolden");

  /** One of each kind of block that is cheap. */
  private static final Set<String> CHEAP =
      Set.of(
          "resnet18",
          "densenet121",
          "squeezenet1_1",
          "shufflenet_v2_x0_5",
          "mobilenet_v3_small",
          "efficientnet_b0",
          "maxvit_t",
          "regnet_y_400mf",
          "convnext_tiny",
          "swin_t",
          "swin_v2_t",
          "dinov2_vits14",
          "clip_rn50");

  /** Of those, what is cheap in half precision too. */
  private static final Set<String> CHEAP_IN_HALF =
      Set.of(
          "resnet18",
          "densenet121",
          "squeezenet1_1",
          "shufflenet_v2_x0_5",
          "mobilenet_v3_small",
          "swin_t");

  static Stream<Arguments> goldensInEachForm() {
    // bfloat16 has float16's program.
    return Goldens.all().stream()
        .flatMap(
            golden ->
                Stream.of(Precision.FP16, Precision.FP32)
                    .map(precision -> Arguments.of(Named.of(golden.id(), golden), precision)));
  }

  @ParameterizedTest
  @MethodSource("goldensInEachForm")
  void agreesInFloat32(Golden golden, Precision form) {
    assumeTrue(EVERY_GOLDEN || CHEAP.contains(golden.id()), "runs with -Pevery-golden");
    GpuProgramOnCpu compiler = new GpuProgramOnCpu(form);
    GoldenVerifier verifier =
        GoldenVerifier.of(
            new RunTarget(compiler, DeviceKind.CPU, Precision.FP32),
            compiler.passes(DeviceKind.GPU, form));

    Parity parity = verifier.verify(golden);

    assertThat(parity.passed()).as("%s", parity).isTrue();
  }

  static Stream<Arguments> goldensInHalfPrecision() {
    return Goldens.all().stream()
        .flatMap(
            golden ->
                Stream.of(Precision.FP16, Precision.BF16)
                    .map(precision -> Arguments.of(Named.of(golden.id(), golden), precision)));
  }

  /** A GPU sums in another order and fuses further; types and roundings are these. */
  @ParameterizedTest
  @MethodSource("goldensInHalfPrecision")
  void agreesInItsOwnType(Golden golden, Precision precision) {
    assumeTrue(EVERY_GOLDEN || CHEAP_IN_HALF.contains(golden.id()), "runs with -Pevery-golden");
    GpuProgramOnCpu compiler = GpuProgramOnCpu.inItsType(precision);
    GoldenVerifier verifier =
        GoldenVerifier.of(
            new RunTarget(compiler, DeviceKind.CPU, precision),
            compiler.passes(DeviceKind.GPU, precision));

    Parity parity = verifier.verify(golden);

    assertThat(parity.passed()).as("%s", parity).isTrue();
  }
}
