package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.DecodingOption;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.RecipePart;
import org.fe4j.store.StoredRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredExtractionTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private Backbone backbone(String line) throws IOException {
    Path file =
        TinyTorchScript.write(folder.resolve("m" + line.hashCode() + ".pt"), line, "return v");
    return CustomBackbone.builder("tiny", file, SIDE, 3).input(InputFormat.PIXEL_BYTES).build();
  }

  private FeatureExtractorBuilder builder() throws IOException {
    return FeatureExtractor.builder(backbone("v = torch.mean(torch.to(x, 6), [1, 2])"))
        .batchSize(4)
        .store(store());
  }

  private static DatasetFeatures extract(FeatureExtractorBuilder builder, ImageDataset images)
      throws IOException {
    return extract(builder, images, ProgressListener.NONE);
  }

  private static DatasetFeatures extract(
      FeatureExtractorBuilder builder, ImageDataset images, ProgressListener progress)
      throws IOException {
    try (FeatureExtractor extractor = builder.open(ProgressListener.NONE)) {
      return extractor.extract(images, progress);
    }
  }

  /** Images of which a test chooses the bytes. */
  private record Chosen(int size, IntFunction<byte[]> content) implements TwoClasses {
    @Override
    public String id(int index) {
      return "folder/image " + index;
    }

    @Override
    public byte[] bytes(int index) {
      return content.apply(index);
    }
  }

  private static byte[] noise(int number) {
    return new NoisyImages(number + 1, SIDE).bytes(number);
  }

  @Test
  void makesNoForwardPassTheSecondTime() throws IOException {
    NoisyImages images = new NoisyImages(10, SIDE);
    DatasetFeatures first = extract(builder(), images);
    assertThat(first.extracted()).isEqualTo(10);
    List<Progress> seen = new ArrayList<>();
    DatasetFeatures second = extract(builder(), images, seen::add);
    assertThat(second.extracted()).isZero();
    assertThat(seen).extracting(Progress::stage).containsOnly("Looking for stored features");
    for (int row = 0; row < 10; row++) {
      assertThat(second.row(row)).containsExactly(first.row(row));
      assertThat(second.index(row)).isEqualTo(row);
    }
  }

  @Test
  void doesNotEvenLoadABackboneThatItDoesNotNeed() throws IOException {
    NoisyImages images = new NoisyImages(3, SIDE);
    FeatureExtractorBuilder builder = builder();
    extract(builder, images);
    try (FeatureExtractor extractor = builder.open(ProgressListener.NONE)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path model : files.filter(f -> f.toString().endsWith(".pt")).toList()) {
          Files.delete(model);
        }
      }
      assertThat(extractor.extract(images, ProgressListener.NONE).rows()).isEqualTo(3);
      assertThatThrownBy(() -> extractor.extract(new NoisyImages(4, SIDE), ProgressListener.NONE))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void extractsOnlyWhatWasAddedWhereverItStandsAndWhateverItIsCalled() throws IOException {
    extract(builder(), new NoisyImages(100, SIDE));
    // Ten more, before and among the others, under other names.
    DatasetFeatures more = extract(builder(), new Chosen(110, i -> noise(109 - i)));
    assertThat(more.extracted()).isEqualTo(10);
    DatasetFeatures expected =
        extract(builder().withoutStore(), new Chosen(110, i -> noise(109 - i)));
    for (int row = 0; row < 110; row++) {
      assertThat(more.row(row)).containsExactly(expected.row(row));
    }
  }

  @Test
  void sendsEqualImagesThroughTheBackboneOnce() throws IOException {
    DatasetFeatures features = extract(builder(), new Chosen(40, i -> noise(i % 3)));
    assertThat(features.rows()).isEqualTo(40);
    assertThat(features.extracted()).isEqualTo(3);
    assertThat(features.row(37)).containsExactly(features.row(1));
  }

  @Test
  void missesWhenAnythingThatDecidesAFeatureIsAnother() throws IOException {
    NoisyImages images = new NoisyImages(5, SIDE);
    extract(builder(), images);
    Backbone otherWeights = backbone("v = torch.mean(torch.to(x, 6), [2, 1])");
    Backbone otherCrop =
        CustomBackbone.builder(
                "tiny",
                TinyTorchScript.write(
                    folder.resolve("crop.pt"),
                    "v = torch.mean(torch.to(x, 6), [1, 2])",
                    "return v"),
                SIDE + 4,
                3)
            .input(InputFormat.PIXEL_BYTES)
            .build();
    requireMiss(
        FeatureExtractor.builder(otherWeights).batchSize(4).store(store()),
        images,
        RecipePart.WEIGHTS);
    requireMiss(
        FeatureExtractor.builder(otherCrop).batchSize(4).store(store()),
        images,
        RecipePart.PREPROCESSING,
        RecipePart.BATCH_SHAPE);
    requireMiss(builder().batchSize(5), images, RecipePart.BATCH_SHAPE);
    requireMiss(
        builder().decoder(ImageDecoder.standard(DecodingOption.APPLY_EXIF_ORIENTATION)),
        images,
        RecipePart.DECODER);
    requireMiss(builder().storedAs(ElementType.FLOAT16), images, RecipePart.ELEMENT_TYPE);
    assertThat(extract(builder(), images).extracted()).as("the first recipe again").isZero();
  }

  /** Says which parts differ, extracts all, and then finds all. */
  private void requireMiss(
      FeatureExtractorBuilder builder, ImageDataset images, RecipePart... parts)
      throws IOException {
    try (FeatureExtractor extractor = builder.open(ProgressListener.NONE)) {
      StoreCheck check = extractor.checkStore(images, ProgressListener.NONE);
      assertThat(check.stored()).isZero();
      assertThat(check.missing()).isEqualTo(5);
      assertThat(check.explanation().others().get(0).differences())
          .extracting(difference -> difference.part())
          .containsExactly(parts);
      assertThat(extractor.extract(images, ProgressListener.NONE).extracted()).isEqualTo(5);
      assertThat(extractor.checkStore(images, ProgressListener.NONE).stored()).isEqualTo(5);
    }
  }

  @Test
  void fillsTheRecipeWithWhatDecidesAndWithNoName() throws IOException {
    try (FeatureExtractor extractor = builder().open(ProgressListener.NONE)) {
      assertThat(extractor.recipe().part(RecipePart.WEIGHTS)).matches("[0-9a-f]{64}");
      assertThat(extractor.recipe().part(RecipePart.TAP)).isEqualTo("penultimate (3 values)");
      assertThat(extractor.recipe().part(RecipePart.BATCH_SHAPE)).isEqualTo("(4, 8, 8, 3)");
      assertThat(extractor.recipe().part(RecipePart.ENGINE)).matches("PyTorch through DJL [0-9.]+");
      assertThat(extractor.recipe().part(RecipePart.NATIVE_LIBRARY)).contains("2.7.1", "cpu");
      assertThat(extractor.recipe().part(RecipePart.DECODER))
          .contains(System.getProperty("java.runtime.version"));
      assertThat(extractor.recipe().part(RecipePart.INSTRUCTION_SET))
          .startsWith(System.getProperty("os.arch"));
      assertThat(extractor.recipe().toString()).doesNotContain(folder.toString(), "tiny");
    }
  }

  @Test
  void returnsTheSameHalvesFromTheEngineAndFromTheStore() throws IOException {
    NoisyImages images = new NoisyImages(5, SIDE);
    DatasetFeatures first = extract(builder().storedAs(ElementType.FLOAT16), images);
    DatasetFeatures second = extract(builder().storedAs(ElementType.FLOAT16), images);
    DatasetFeatures exact = extract(builder(), images);
    for (int row = 0; row < 5; row++) {
      assertThat(second.row(row)).containsExactly(first.row(row));
      // Means of bytes lie in [64, 256): a half's step there is at most 1/8.
      assertThat(first.row(row)[0] - exact.row(row)[0]).isBetween(-1 / 16f, 1 / 16f);
    }
  }

  @Test
  void leavesNoFileBehindWithoutAStore() throws IOException {
    Set<Path> before = temporaryFolders();
    DatasetFeatures features = extract(builder().withoutStore(), new NoisyImages(10, SIDE));
    assertThat(features.extracted()).isEqualTo(10);
    assertThat(temporaryFolders()).isEqualTo(before);
    assertThat(features.row(9)).as("still readable").hasSize(3);
    assertThat(store()).doesNotExist();
  }

  private static Set<Path> temporaryFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new TreeSet<>(
          files.filter(f -> f.getFileName().toString().startsWith("fe4j-features-")).toList());
    }
  }

  @Test
  void keepsWhatItHadWhenADecodingThreadFails() throws IOException {
    ImageDecoder failing =
        new ImageDecoder() {
          private final ImageDecoder standard = ImageDecoder.standard();

          @Override
          public RgbImage decode(byte[] encoded, String name) throws UnreadableImageException {
            if (name.equals("noise000030.bmp")) {
              throw new StackOverflowError("deep in a decoder");
            }
            return standard.decode(encoded, name);
          }

          @Override
          public String identity() {
            return standard.identity();
          }
        };
    NoisyImages images = new NoisyImages(40, SIDE);
    assertThatThrownBy(() -> extract(builder().decoder(failing), images))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "[noise000030.bmp] a decoding thread failed at this image: java.lang.StackOverflowError: deep in a decoder")
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(Thread.getAllStackTraces().keySet())
        .as("no thread goes on")
        .noneMatch(thread -> thread.getName().startsWith("fe4j-decode-"));
    assertThat(FeatureStore.at(store()).list()).extracting(StoredRecipe::rows).containsExactly(28L);
    assertThat(extract(builder(), images).extracted()).isEqualTo(12);
  }

  @Test
  void keepsWhatItHadWhenItsThreadIsInterrupted() throws IOException {
    NoisyImages images = new NoisyImages(40, SIDE);
    assertThatThrownBy(
            () ->
                extract(
                    builder(),
                    images,
                    progress -> {
                      if (progress.done() == 20) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).as("whoever interrupted hears of it").isTrue();
    assertThat(FeatureStore.at(store()).list().get(0).rows()).isEqualTo(20);
    assertThat(extract(builder(), images).extracted()).isEqualTo(20);
  }

  @Test
  void stopsWhenMoreThanOneInAHundredCannotBeRead() throws IOException {
    byte[] page = "<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Chosen two = new Chosen(200, i -> i == 50 || i == 150 ? page : noise(i));
    assertThat(extract(builder(), two).skipped()).hasSize(2);
    Chosen three = new Chosen(200, i -> i % 70 == 50 ? page : noise(i));
    assertThatThrownBy(() -> extract(builder(), three))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "(?s)\\[generated\\] 3 of 200 images cannot be read so far, more than the 1 % that may"
                + " be:\n  folder/image 50: .*\n  folder/image 120: .*\n  folder/image 190: .*\n"
                + "Mend or remove them, or allow more with allowUnreadable\\(share\\)\\.");
    assertThat(extract(builder().allowUnreadable(0.015), three).rows()).isEqualTo(197);
    assertThatThrownBy(() -> builder().allowUnreadable(1.5))
        .hasMessage("The share of unreadable images must lie in [0, 1], found 1.5");
  }

  @Test
  void copiesUnreadableImagesIntoTheQuarantine() throws IOException {
    byte[] page = "<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Chosen images = new Chosen(5, i -> i == 3 ? page : noise(i));
    DatasetFeatures features =
        extract(
            builder().onUnreadableImage(UnreadableImagePolicy.QUARANTINE).allowUnreadable(0.5),
            images);
    assertThat(features.rows()).isEqualTo(4);
    assertThat(features.skipped()).extracting(SkippedImage::id).containsExactly("folder/image 3");
    try (Stream<Path> files = Files.list(store().resolve("quarantine"))) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).hasSize(2);
      assertThat(sorted.get(0).getFileName().toString()).matches("[0-9a-f]{16}-image_3");
      assertThat(sorted.get(0)).hasBinaryContent(page);
      assertThat(sorted.get(1)).hasFileName(sorted.get(0).getFileName() + ".reason.txt");
      assertThat(sorted.get(1)).content().startsWith("folder/image 3\n[folder/image 3] Expected a");
    }
    assertThatThrownBy(
            () ->
                builder()
                    .withoutStore()
                    .onUnreadableImage(UnreadableImagePolicy.QUARANTINE)
                    .open(ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Without a store, quarantine(folder) must say where unreadable images go");
  }

  @Test
  void usesNothingOfADamagedShard() throws IOException {
    NoisyImages images = new NoisyImages(10, SIDE);
    extract(builder(), images);
    Path shard;
    try (Stream<Path> files = Files.walk(store())) {
      shard = files.filter(f -> f.toString().endsWith(".f32")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 2] ^= 1;
    Files.write(shard, bytes);
    assertThatThrownBy(() -> extract(builder(), images))
        .isInstanceOf(org.fe4j.store.DamagedStoreException.class)
        .hasMessageStartingWith("[" + shard + "] is damaged: ");
  }
}
