package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.verify.Golden;
import org.fe4j.zoo.verify.GoldenImages;
import org.fe4j.zoo.verify.GoldenWeights;
import org.fe4j.zoo.verify.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooBackboneTest {
  private static final CompilationTarget TARGET =
      new CompilationTarget("PyTorch", DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);

  @TempDir Path folder;

  @BeforeEach
  void useACacheOfItsOwn() {
    System.setProperty("fe4j.cache", folder.resolve("cache").toString());
  }

  @AfterEach
  void useTheUsualCache() {
    System.clearProperty("fe4j.cache");
  }

  private Path write(Golden golden) throws IOException {
    Path file = folder.resolve(golden.id() + ".safetensors");
    GoldenWeights weights = GoldenWeights.of(golden);
    SafetensorsWriter.write(file, weights.tensors().values().asList(), weights::read);
    return file;
  }

  @Test
  void readsPreprocessingTapsAndDimensionsFromTheCatalogue() {
    Backbone backbone = Backbones.named("clip_vit_b32");
    assertThat(backbone.name()).isEqualTo("clip_vit_b32.openai");
    assertThat(backbone.preprocessing().cropPixels()).isEqualTo(224);
    assertThat(backbone.taps())
        .containsExactly(FeatureTap.PENULTIMATE, FeatureTap.POOLED, FeatureTap.PRE_PROJECTION);
    assertThat(backbone.dimension(FeatureTap.PENULTIMATE)).isEqualTo(512);
    assertThat(backbone.dimension(FeatureTap.PRE_PROJECTION)).isEqualTo(768);
    assertThatThrownBy(() -> backbone.dimension(FeatureTap.LOGITS))
        .hasMessage("No tap \"logits\"; this backbone has: penultimate, pooled, pre_projection");
  }

  @Test
  void givesTheSameFeaturesFromAFileWhateverTheBatchSize() throws IOException {
    Golden golden = Goldens.project("squeezenet1_1");
    Backbone backbone = Backbones.named("squeezenet1_1", write(golden));
    RgbImage image = RgbImage.wrap(224, 224, GoldenImages.image(0, 224));
    float[] first = {};
    for (int batchSize : new int[] {1, 3}) {
      try (FeatureExtractor extractor =
          FeatureExtractor.builder(backbone).batchSize(batchSize).open(ProgressListener.NONE)) {
        float[] feature = extractor.extract(image);
        assertThat(feature).hasSize(512);
        assertThat(extractor.provenance())
            .containsEntry("backbone", "squeezenet1_1 (squeezenet1_1.safetensors)")
            .containsKeys("weights sha256", "compiler");
        if (first.length == 0) {
          first = feature;
        }
        for (int i = 0; i < 512; i++) {
          // Another batch shape may choose another convolution: float32 rounding only.
          assertThat(feature[i]).isCloseTo(first[i], offset(1e-5f));
        }
      }
    }
  }

  @Test
  void compilesOnceAndFindsItAgain() throws IOException {
    Backbone backbone = Backbones.named("squeezenet1_1", write(Goldens.project("squeezenet1_1")));
    CompiledBackbone once = backbone.compile(TARGET, ProgressListener.NONE);
    long written = Files.getLastModifiedTime(once.path()).toMillis();
    CompiledBackbone again = backbone.compile(TARGET, ProgressListener.NONE);
    assertThat(again).isEqualTo(once);
    assertThat(Files.getLastModifiedTime(again.path()).toMillis()).isEqualTo(written);
    assertThat(once.dimension()).isEqualTo(512);
  }

  @Test
  void refusesWeightsOfAnotherArchitecture() throws IOException {
    Backbone backbone = Backbones.named("squeezenet1_0", write(Goldens.project("squeezenet1_1")));
    assertThatThrownBy(() -> backbone.compile(TARGET, ProgressListener.NONE))
        .isInstanceOf(WeightMismatchException.class)
        .hasMessageContaining("[squeezenet1_1.safetensors]")
        .hasMessageContaining(
            "features.0.weight: the graph expects (96, 3, 7, 7) but the file holds (64, 3, 3, 3)");
  }

  @Test
  void namesTheWeightFileThatIsNotThere() {
    Backbone backbone = Backbones.named("alexnet", Path.of("nowhere.pth"));
    assertThatThrownBy(() -> backbone.compile(TARGET, ProgressListener.NONE))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("alexnet: there is no weight file nowhere.pth");
  }

  @Test
  void refusesAnEngineThatItHasNoCompilerFor() {
    CompilationTarget tensorFlow =
        new CompilationTarget("TensorFlow", DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);
    assertThatThrownBy(() -> Backbones.named("alexnet").compile(tensorFlow, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alexnet.imagenet1k_v1 can be compiled for PyTorch, not for TensorFlow");
  }
}
