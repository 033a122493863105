package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.compiler.Passes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenVerifierTest {
  private static final GoldenVerifier VERIFIER =
      GoldenVerifier.of("PyTorch", DeviceKind.CPU, Precision.FP32, Passes.standard());

  @Test
  void passesARightBackbone() {
    Parity parity =
        VERIFIER.verify(Goldens.projectDirectory().resolve("shufflenet_v2_x0_5.json.gz"));

    assertThat(parity.passed()).isTrue();
    assertThat(parity.toString()).startsWith("shufflenet_v2_x0_5: features ");
  }

  @Test
  void findsAFeatureThatIsOff() {
    Golden golden = Goldens.project("shufflenet_v2_x0_5");
    ImmutableList<Double> first = golden.features().get(0);
    ImmutableList<Double> wrong =
        first.stream().map(value -> value * 1.001).collect(ImmutableList.toImmutableList());

    Parity parity =
        VERIFIER.verify(with(golden, ImmutableList.of(wrong, golden.features().get(1))));

    assertThat(parity.passed()).isFalse();
    assertThat(parity.featureError()).isBetween(5e-4, 1e-3);
    assertThat(parity.logitError()).isLessThan(1e-6);
    assertThat(parity.problem()).startsWith("Every stage is right without passes");
  }

  @Test
  void findsTheStageWhereADifferenceStarts() {
    Golden golden = Goldens.project("shufflenet_v2_x0_5");
    ImmutableList<GeneratedTensor> wrong =
        golden.parameters().stream()
            .map(tensor -> tensor.name().equals("stage3.2.branch2.6.bias") ? shift(tensor) : tensor)
            .collect(ImmutableList.toImmutableList());

    Parity parity = VERIFIER.verify(withParameters(golden, wrong));

    assertThat(parity.passed()).isFalse();
    assertThat(parity.problem())
        .startsWith("The first stage that no value of the graph equals is stage3.2.\n");
  }

  private static GeneratedTensor shift(GeneratedTensor tensor) {
    return new GeneratedTensor(
        tensor.name(), tensor.type(), tensor.sizes(), tensor.base() + 0.1f, tensor.scale());
  }

  @Test
  void saysThatABackboneIsUnknown() {
    Golden golden = with(Goldens.project("squeezenet1_1"), "squeezenet9");

    Parity parity = VERIFIER.verify(golden);

    assertThat(parity.passed()).isFalse();
    assertThat(parity.backbone()).isEqualTo("squeezenet9");
    assertThat(parity.problem())
        .isEqualTo("Unknown architecture \"squeezenet9\". Architectures.all() lists all.");
  }

  @Test
  void saysWhichTensorTheGoldenLacks() {
    Golden golden = Goldens.project("squeezenet1_1");

    Parity parity =
        VERIFIER.verify(
            withParameters(golden, golden.parameters().subList(1, golden.parameters().size())));

    assertThat(parity.passed()).isFalse();
    assertThat(parity.problem())
        .contains("features.0.weight: the graph expects (64, 3, 3, 3)", "no such tensor");
  }

  @Test
  void namesTheFileThatIsNoGolden(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("broken.json"), "{\"featureDim\": 3}");

    Parity parity = VERIFIER.verify(file);

    assertThat(parity.passed()).isFalse();
    assertThat(parity.problem())
        .isEqualTo("[broken.json] is not a golden file: the field \"features\" is missing");
  }

  @Test
  void namesTheDirectoryWithoutGoldens(@TempDir Path directory) {
    assertThatThrownBy(() -> Golden.files(directory))
        .isInstanceOf(IOException.class)
        .hasMessage("[%s] holds no golden files; they end in .json or .json.gz", directory);
  }

  @Test
  void refusesAnEngineWithoutCompiler() {
    assertThatThrownBy(
            () -> GoldenVerifier.of("MXNet", DeviceKind.CPU, Precision.FP32, Passes.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No compiler for the engine \"MXNet\"; there are: PyTorch, TensorFlow");
  }

  private static Golden with(Golden golden, ImmutableList<ImmutableList<Double>> features) {
    return new Golden(
        golden.id(),
        golden.sizePixels(),
        golden.mean(),
        golden.deviation(),
        features,
        golden.logits(),
        golden.parameters(),
        golden.stages(),
        golden.errors(),
        golden.differenceErrors());
  }

  private static Golden with(Golden golden, String id) {
    return new Golden(
        id,
        golden.sizePixels(),
        golden.mean(),
        golden.deviation(),
        golden.features(),
        golden.logits(),
        golden.parameters(),
        golden.stages(),
        golden.errors(),
        golden.differenceErrors());
  }

  private static Golden withParameters(Golden golden, ImmutableList<GeneratedTensor> parameters) {
    return new Golden(
        golden.id(),
        golden.sizePixels(),
        golden.mean(),
        golden.deviation(),
        golden.features(),
        golden.logits(),
        parameters,
        golden.stages(),
        golden.errors(),
        golden.differenceErrors());
  }
}
