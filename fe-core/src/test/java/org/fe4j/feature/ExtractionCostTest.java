package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionCostTest {
  @TempDir Path folder;

  private Backbone backbone() throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("means.pt"), "v = torch.mean(torch.to(x, 6), [1, 2])", "return v");
    return CustomBackbone.builder("means", file, 8, 3).input(InputFormat.PIXEL_BYTES).build();
  }

  private FeatureExtractorBuilder settings() throws IOException {
    return FeatureExtractor.builder(backbone()).batchSize(10).store(folder.resolve("store"));
  }

  @Test
  void isRememberedFromTheExtractionThatFilledTheStore() throws IOException {
    NoisyImages images = new NoisyImages(45, 8);
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      extractor.extract(images, ProgressListener.NONE);
      ExtractionCost cost = extractor.cost(images, ProgressListener.NONE).orElseThrow();
      // All but the first batch of ten.
      assertThat(cost.images()).isEqualTo(35);
      assertThat(cost.imagesPerSecond()).isGreaterThan(10);
      assertThat(cost.millisecondsPerImage()).isEqualTo(1000 / cost.imagesPerSecond());
      if (Files.exists(Path.of("/proc/self/status"))) {
        assertThat(cost.memoryBytes().orElseThrow()).isBetween(0L, 4L << 30);
      }
    }
    try (FeatureExtractor again = settings().open(ProgressListener.NONE)) {
      again.extract(images, ProgressListener.NONE);
      assertThat(again.cost(images, ProgressListener.NONE).orElseThrow().images()).isEqualTo(35);
    }
  }

  @Test
  void isMeasuredWhereNoExtractionWas() throws IOException {
    NoisyImages images = new NoisyImages(7, 8);
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      ExtractionCost cost = extractor.cost(images, ProgressListener.NONE).orElseThrow();
      // Full batches of ten, though there are seven images: three or more, the first left out.
      assertThat(cost.images()).isGreaterThanOrEqualTo(20);
      assertThat(cost.images() % 10).isZero();
      // Nothing that was measured is kept as a feature.
      assertThat(extractor.extract(images, ProgressListener.NONE).extracted()).isEqualTo(7);
    }
  }

  @Test
  void isMeasuredHoweverFewImagesCanBeRead() throws IOException {
    Integer[] broken = IntStream.range(2, 1500).boxed().toArray(Integer[]::new);
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      ExtractionCost cost =
          extractor.cost(new GeneratedImages(1500, broken), ProgressListener.NONE).orElseThrow();
      assertThat(cost.images()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void anExtractionOfFewerImagesLeavesWhatIsThere() throws IOException {
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      extractor.extract(new NoisyImages(45, 8), ProgressListener.NONE);
      extractor.extract(new NoisyImages(70, 8), ProgressListener.NONE); // 25 more: 15 measured
      assertThat(extractor.cost(new NoisyImages(45, 8), ProgressListener.NONE).map(c -> c.images()))
          .isEqualTo(Optional.of(35));
    }
  }

  @Test
  void aNoteThatIsNoNoteIsMeasuredAgain() throws IOException {
    NoisyImages images = new NoisyImages(45, 8);
    for (String text :
        ImmutableList.of(
            "",
            "no JSON",
            "[]",
            "{}",
            "{\"images\": -1}",
            "{\"images\": null, \"imagesPerSecond\": null}",
            "{\"images\": 5, \"imagesPerSecond\": \"fast\"}")) {
      try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
        extractor.extract(images, ProgressListener.NONE);
        Files.writeString(note(), text);
        assertThat(extractor.cost(images, ProgressListener.NONE)).as(text).isPresent();
      }
    }
  }

  @Test
  void memoryIsThatSinceTheBackboneWasLoadedForAnyDataSet() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      extractor.extract(new NoisyImages(25, 8), ProgressListener.NONE);
      // As much as the weights of a backbone, which the second data set finds loaded.
      ByteBuffer loaded = ByteBuffer.allocateDirect(256 << 20);
      NoisyImages images = new NoisyImages(90, 8);
      extractor.extract(images, ProgressListener.NONE);
      ExtractionCost cost = extractor.cost(images, ProgressListener.NONE).orElseThrow();
      assertThat(cost.images()).isEqualTo(55);
      assertThat(cost.memoryBytes().orElseThrow()).isGreaterThan(200L << 20);
      assertThat(loaded.get(0)).isZero();
    }
  }

  @Test
  void memoryThatCannotBeMeasuredIsNotKnown() throws InterruptedException {
    CostMeter meter = new CostMeter(OptionalLong.empty());
    for (int batch = 0; batch < 3; batch++) {
      Thread.sleep(2);
      meter.batchDone(10);
    }
    assertThat(meter.cost().orElseThrow().images()).isEqualTo(20);
    assertThat(meter.cost().orElseThrow().memoryBytes()).isEmpty();
  }

  private Path note() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(file -> file.endsWith("cost.json")).findFirst().orElseThrow();
    }
  }

  @Test
  void imagesOfTheSameBytesAreKnown() throws IOException {
    NoisyImages images = new NoisyImages(4, 8);
    var twice = new RepeatedImages(images, ImmutableIntArray.of(0, 1, 0, 2, 1, 0));
    try (FeatureExtractor extractor = settings().open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(twice, ProgressListener.NONE);
      assertThat(features.copies()).isEqualTo(ImmutableIntArray.of(0, 1, 0, 3, 1, 0));
      assertThat(features.imagesSha256().orElseThrow()).matches("[0-9a-f]{64}");
      assertThat(features.imagesSha256())
          .isNotEqualTo(extractor.extract(images, ProgressListener.NONE).imagesSha256());
    }
  }

  @Test
  void refusesWhatIsNoMeasurement() {
    assertThatThrownBy(() -> new ExtractionCost(0, 1, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExtractionCost(1, 0, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExtractionCost(1, Double.NaN, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExtractionCost(1, 1, OptionalLong.of(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
