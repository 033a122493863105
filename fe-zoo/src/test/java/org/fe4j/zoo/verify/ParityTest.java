package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backbone on the real engine against its reference values. */
class ParityTest {

  /**
   * Weights of gigabytes are generated, written and loaded once: with passes, as users get them.
   */
  private static final long LARGE_ELEMENTS = 500_000_000;

  static Stream<Golden> goldens() {
    return Goldens.all().stream();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void agreesInFloat32AsUsersGetIt(Golden golden) {
    agrees(golden, Passes.standard());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void agreesInFloat32WithoutPasses(Golden golden) {
    long elements = golden.parameters().stream().mapToLong(GeneratedTensor::elements).sum();
    assumeTrue(elements < LARGE_ELEMENTS, golden.id() + " runs with passes only");
    assumeTrue(
        !known(golden) || passesChange(golden), golden.id() + " is left as it is by the passes");
    agrees(golden, Passes.of());
  }

  private static boolean passesChange(Golden golden) {
    Graph graph =
        Architectures.named(golden.id())
            .build(new ImageInput(golden.sizePixels(), golden.mean(), golden.deviation()), 1000);
    return !Passes.standard().run(graph).toText().equals(graph.toText());
  }

  private static boolean known(Golden golden) {
    return Architectures.all().stream().map(Architecture::name).anyMatch(golden.id()::equals);
  }

  private static void agrees(Golden golden, Passes passes) {
    assumeTrue(known(golden), "No architecture " + golden.id() + " yet");
    GoldenVerifier verifier = GoldenVerifier.of("PyTorch", DeviceKind.CPU, Precision.FP32, passes);

    Parity parity = verifier.verify(golden);

    assertThat(parity.passed()).as("%s", parity).isTrue();
  }
}
