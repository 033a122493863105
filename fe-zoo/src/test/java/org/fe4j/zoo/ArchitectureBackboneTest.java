package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
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
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.Golden;
import org.fe4j.zoo.verify.GoldenImages;
import org.fe4j.zoo.verify.GoldenWeights;
import org.fe4j.zoo.verify.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureBackboneTest {
  private static final CompilationTarget TARGET = target("PyTorch");

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
  void compilesForTensorFlowToo() throws IOException {
    Backbone backbone = Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1");
    CompiledBackbone compiled = backbone.compile(target("TensorFlow"), ProgressListener.NONE);
    assertThat(compiled.path().resolve("saved_model.pb")).isRegularFile();
    assertThat(compiled.dimension()).isEqualTo(1024);
    assertThat(compiled.identity().graph())
        .isEqualTo(backbone.compile(TARGET, ProgressListener.NONE).identity().graph());
    assertThat(compiled.identity().compiler()).startsWith("savedmodel-");
    assertThat(backbone.compile(target("TensorFlow"), ProgressListener.NONE)).isEqualTo(compiled);
  }

  @Test
  void refusesAnEngineThatItHasNoCompilerFor() {
    CompilationTarget other = target("OnnxRuntime");
    assertThatThrownBy(() -> Backbones.named("alexnet").compile(other, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No compiler for the engine \"OnnxRuntime\"; there are: PyTorch, TensorFlow");
  }

  private static CompilationTarget target(String engine) {
    return new CompilationTarget(engine, DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet50 | 320 | 331",
        "swin_t | 250 | 259",
        "vit_b_16 | 384 | 439",
        "dinov2_vits14 | 448 | 512",
        "siglip_b16 | 256 | 283",
        "maxvit_t | 448 | 448",
      })
  void takesImagesOfOtherSizesResizedInProportion(String name, int size, int resize) {
    Backbone backbone = Backbones.named(name);
    Backbone resized = backbone.withInputSize(size);
    assertThat(resized.preprocessing().cropPixels()).isEqualTo(size);
    assertThat(resized.preprocessing().resizePixels()).isEqualTo(resize);
    assertThat(resized.taps()).isEqualTo(backbone.taps());
    assertThat(backbone.withInputSize(backbone.preprocessing().cropPixels())).isSameAs(backbone);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clip_vit_b32 | 256 | clip_vit_b32.openai works at 224 x 224 pixels only: its position"
            + " embedding is for this size, and the reference implementation does not resample it",
        "clip_rn50x4 | 224 | clip_rn50x4.openai works at 288 x 288 pixels only: its position"
            + " embedding is for this size, and the reference implementation does not resample it",
        "dinov2_vits14 | 225 | dinov2_vits14 does not work at 225 x 225 pixels: the side must be a"
            + " multiple of 14 pixels, such as 224 or 238",
        "maxvit_t | 256 | maxvit_t does not work at 256 x 256 pixels: the map of block 0 has 64"
            + " tokens a side, not a multiple of 7; multiples of 224 pixels work, such as"
            + " 224 or 448",
        "vgg16 | 16 | vgg16 does not work at 16 x 16 pixels: A map of 1 pixels is too small for a"
            + " kernel of 2 pixels",
      })
  void namesTheSizesThatWork(String name, int size, String message) {
    Backbone backbone = Backbones.named(name);
    assertThatThrownBy(() -> backbone.withInputSize(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void resamplesPositionsOfViTOnlyWhereSomebodyAsks() throws IOException {
    Path file = write(Goldens.project("vit_b_32"));
    Backbone published = Backbones.named("vit_b_32", file);
    assertThat(published.compile(TARGET, ProgressListener.NONE).dimension()).isEqualTo(768);
    CompiledBackbone larger = published.withInputSize(320).compile(TARGET, ProgressListener.NONE);
    assertThat(larger.dimension()).isEqualTo(768);

    // A file for 384 pixels under a name for 224: more likely a mistake.
    Golden golden = Goldens.project("vit_b_16");
    Path large = folder.resolve("vit_b_16_384.safetensors");
    GoldenWeights weights = GoldenWeights.of(largerPositions(golden));
    SafetensorsWriter.write(large, weights.tensors().values().asList(), weights::read);
    Backbone mistaken = Backbones.named("vit_b_16", large);
    assertThatThrownBy(() -> mistaken.compile(TARGET, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[vit_b_16_384.safetensors] these weights are for images of 384 pixels, but vit_b_16"
                + " (vit_b_16_384.safetensors) takes 224; choose the name whose input size fits");
    assertThat(
            Backbones.named("vit_b_16.imagenet1k_swag_e2e_v1", large)
                .compile(TARGET, ProgressListener.NONE)
                .dimension())
        .isEqualTo(768);
  }

  private static List<GeneratedTensor> largerPositions(Golden golden) {
    return golden.parameters().stream()
        .map(
            tensor ->
                tensor.name().equals("encoder.pos_embedding")
                    ? new GeneratedTensor(
                        tensor.name(),
                        tensor.type(),
                        ImmutableList.of(1, 577, 768),
                        tensor.base(),
                        tensor.scale())
                    : tensor)
        .toList();
  }

  @Test
  void offersOnlyThePooledFeatureWhereTheClassifierWasNeverPublished() {
    Backbone backbone = Backbones.named("vgg16.imagenet1k_features");
    assertThat(backbone.taps()).containsExactly(FeatureTap.POOLED);
    assertThatThrownBy(() -> FeatureExtractor.builder(backbone).tap(FeatureTap.LOGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vgg16.imagenet1k_features has no tap \"logits\"; it has: [pooled]");
  }
}
