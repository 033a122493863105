package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GeneratedBackboneTest {
  @TempDir private Path folder;

  private static Iterable<ZooEntry> paper() {
    return Zoo.suite("paper");
  }

  @ParameterizedTest
  @MethodSource("paper")
  void hasAWeightForEachParameterOfThePaperSuite(ZooEntry entry) {
    GeneratedBackbone backbone = new GeneratedBackbone(entry, folder);

    assertThat(backbone.weights().tensors().keySet())
        .isEqualTo(backbone.graph().storedParameters().keySet());
    assertThat(backbone.graph().output(backbone.taps().get(0).name()).shape().size(0))
        .isEqualTo(backbone.dimension(backbone.taps().get(0)));
  }

  @Test
  void writesThePlainProgramAsTheReferenceComputesIt() throws IOException {
    GeneratedBackbone backbone = GeneratedBackbone.of("mobilenet_v3_small", folder);
    CompilationTarget target =
        new CompilationTarget(
            Engines.PYTORCH, DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);
    CompiledBackbone fused = backbone.compile(target, ProgressListener.NONE);

    // It has 34 batch normalisations; the peer must have them too, and no operation of ours.
    assertThat(code(backbone.compilePlainly(target, folder)).split("torch.batch_norm\\("))
        .hasSize(35);
    assertThat(code(backbone.compilePlainly(target, folder))).doesNotContain("mkldnn", "cudnn");
    assertThat(code(fused.path())).doesNotContain("torch.batch_norm(");
  }

  @Test
  void refusesATapThatItDoesNotHave() {
    GeneratedBackbone backbone = GeneratedBackbone.of("mobilenet_v3_small", folder);

    assertThatThrownBy(() -> backbone.dimension(new FeatureTap("middle")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No tap \"middle\"; mobilenet_v3_small.generated has: [penultimate, pooled, logits]");
  }

  private static String code(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry("archive/code/__torch__.py");
      return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
