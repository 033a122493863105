package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

class ArchitectureBackboneTest {
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
        .hasMessage(
            "No tap \"logits\"; clip_vit_b32.openai has: penultimate, pooled, pre_projection");
  }

  @Test
  void refusesATapWhoseWeightsWereNotPublishedBeforeItFetchesAny() {
    Backbone backbone = Backbones.named("vgg16.imagenet1k_features");
    assertThat(backbone.taps()).containsExactly(FeatureTap.POOLED);
    assertThat(backbone.dimension(FeatureTap.POOLED)).isEqualTo(512);
    assertThatThrownBy(() -> backbone.compile(TARGET, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No tap \"penultimate\"; vgg16.imagenet1k_features has: pooled");
    assertThatThrownBy(
            () ->
                FeatureExtractor.builder(backbone)
                    .tap(FeatureTap.LOGITS)
                    .open(ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vgg16.imagenet1k_features has no tap \"logits\"; it has: [pooled]");
  }

  @Test
  void givesTheSameFeaturesFromTheWeightsInTheJarWhateverTheBatchSize() throws IOException {
    Backbone backbone = Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1");
    assertThat(backbone.dimension(FeatureTap.LOGITS)).isEqualTo(539);
    RgbImage image = RgbImage.wrap(224, 224, GoldenImages.image(0, 224));
    float[] first = {};
    for (int batchSize : new int[] {1, 7, 64}) {
      try (FeatureExtractor extractor =
          FeatureExtractor.builder(backbone).batchSize(batchSize).open(ProgressListener.NONE)) {
        float[] feature = extractor.extract(image);
        assertThat(feature).hasSize(1024);
        assertThat(extractor.provenance())
            .containsEntry("backbone", "shufflenet_v2_x0_5.fe4j_formula_v1")
            .containsEntry(
                "weights sha256",
                "93d77a530e916dbfc2068e11cba9253c93e59dead44991c0d87aa7f8285bf902");
        first = first.length == 0 ? feature : first;
        // Another batch shape may choose another convolution: float32 rounding only.
        assertThat(cosine(feature, first)).isGreaterThan(0.99999);
      }
    }
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      lengthA += a[i] * a[i];
      lengthB += b[i] * b[i];
    }
    return product / Math.sqrt(lengthA * lengthB);
  }

  @Test
  void unpacksTheWeightsInTheJarAgainWhenTheirCopyWasChanged() throws IOException {
    Backbone backbone = Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1");
    CompiledBackbone once = backbone.compile(TARGET, ProgressListener.NONE);
    Path copy =
        folder.resolve("cache/weights/shufflenet_v2_x0_5.fe4j_formula_v1-93d77a53.safetensors");
    Files.writeString(copy, "damaged");
    assertThat(backbone.compile(TARGET, ProgressListener.NONE)).isEqualTo(once);
    assertThat(Files.size(copy)).isEqualTo(1_835_302);
  }

  @Test
  void readsTheWeightsOfTheCacheOnceForTheirChecksum() throws IOException {
    Backbone backbone = Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1");
    List<String> stages = new ArrayList<>();
    backbone.compile(TARGET, progress -> stages.add(progress.stage()));
    assertThat(stages).anyMatch(stage -> stage.startsWith("Checking "));
    stages.clear();
    backbone.compile(TARGET, progress -> stages.add(progress.stage()));
    assertThat(stages).isEmpty();
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
            "features.0.weight: the graph expects (96, 3, 7, 7) but the file holds (64, 3, 3, 3)")
        .hasMessageEndingWith("\n  The file looks like a squeezenet1_1 checkpoint.");
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
