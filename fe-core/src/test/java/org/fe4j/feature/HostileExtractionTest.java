package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.DecodingOption;
import org.fe4j.image.ImageDecoder;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.Recipe;
import org.fe4j.store.StoredRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets, settings and surroundings that a careless or unlucky user has. */
class HostileExtractionTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private CustomBackbone.Builder backbone(String line) throws IOException {
    Path file =
        TinyTorchScript.write(folder.resolve("m" + line.hashCode() + ".pt"), line, "return v");
    return CustomBackbone.builder("tiny", file, SIDE, 3).input(InputFormat.PIXEL_BYTES);
  }

  private FeatureExtractorBuilder builder() throws IOException {
    return builder(backbone("v = torch.mean(torch.to(x, 6), [1, 2])").build());
  }

  private FeatureExtractorBuilder builder(Backbone backbone) {
    return FeatureExtractor.builder(backbone).batchSize(4).store(store());
  }

  private static DatasetFeatures extract(FeatureExtractorBuilder builder, ImageDataset images)
      throws IOException {
    try (FeatureExtractor extractor = builder.open(ProgressListener.NONE)) {
      return extractor.extract(images, ProgressListener.NONE);
    }
  }

  private static byte[] noise(int number) {
    return new NoisyImages(number + 1, SIDE).bytes(number);
  }

  /** What a test makes of an image. */
  @FunctionalInterface
  private interface Content {
    byte[] bytes(int index) throws IOException;
  }

  private record Chosen(int size, Content content) implements ImageDataset {
    @Override
    public String name() {
      return "chosen";
    }

    @Override
    public ImmutableList<String> classNames() {
      return ImmutableList.of("one", "other");
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public String id(int index) {
      return "image %d".formatted(index);
    }

    @Override
    public byte[] bytes(int index) throws IOException {
      return content.bytes(index);
    }
  }

  @Test
  void keepsTheSettingsThatItWasOpenedWith() throws IOException {
    FeatureExtractorBuilder settings = builder();
    try (FeatureExtractor extractor = settings.open(ProgressListener.NONE)) {
      settings.batchSize(2).store(folder.resolve("other"));
      settings.decoder(ImageDecoder.standard(DecodingOption.APPLY_EXIF_ORIENTATION));
      settings.onUnreadableImage(UnreadableImagePolicy.FAIL);
      DatasetFeatures features =
          extractor.extract(
              new Chosen(200, i -> i == 7 ? new byte[9] : noise(i)), ProgressListener.NONE);
      assertThat(features.skipped()).hasSize(1);
    }
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(extract(builder(), new NoisyImages(7, SIDE)).extracted()).isZero();
  }

  @Test
  void refusesAModelFileThatWasWrittenAnewSinceItWasOpened() throws IOException {
    Path file = folder.resolve("model.pt");
    TinyTorchScript.write(file, "v = torch.mean(torch.to(x, 6), [1, 2])", "return v");
    Backbone backbone =
        CustomBackbone.builder("tiny", file, SIDE, 3).input(InputFormat.PIXEL_BYTES).build();
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      TinyTorchScript.write(file, "v = torch.amax(torch.to(x, 6), [1, 2])", "return v");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
      assertThatThrownBy(() -> extractor.extract(new NoisyImages(3, SIDE), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "[%s] was written anew since this extractor was opened: open another one", file);
    }
    assertThat(extract(builder(backbone), new NoisyImages(3, SIDE)).extracted()).isEqualTo(3);
  }

  @Test
  void doesNotTakeFeaturesOfOtherInputsForItsOwn() throws IOException {
    String mean = "v = torch.mean(torch.flatten(torch.to(x, 6), 2), [2])[:, :3]";
    Chosen images = new Chosen(3, HostileExtractionTest::noise);
    DatasetFeatures ofBytes = extract(builder(backbone(mean).build()), images);
    FeatureExtractorBuilder floats =
        builder(backbone(mean).input(InputFormat.NORMALIZED_FLOATS).build());
    DatasetFeatures ofFloats = extract(floats, images);
    assertThat(ofFloats.extracted()).isEqualTo(3);
    assertThat(ofFloats.row(0)).isNotEqualTo(ofBytes.row(0));
  }

  @Test
  void hasOneRecipeInAllLocales() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      Recipe expected = recipe();
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(recipe()).isEqualTo(expected);
      Path file = folder.resolve("features.npy");
      NpyFile.write(extract(builder(), new NoisyImages(3, SIDE)), file);
      assertThat(NpyFile.read(file).rows()).isEqualTo(3);
    } finally {
      Locale.setDefault(before);
    }
  }

  private Recipe recipe() throws IOException {
    try (FeatureExtractor extractor = builder().open(ProgressListener.NONE)) {
      return extractor.recipe();
    }
  }

  @Test
  void returnsNoRowsOfNoImages() throws IOException {
    DatasetFeatures features = extract(builder(), new NoisyImages(0, SIDE));
    assertThat(features.rows()).isZero();
    assertThat(features.dimension()).isEqualTo(3);
    assertThat(extract(builder().withoutStore(), new NoisyImages(0, SIDE)).rows()).isZero();
  }

  @Test
  void keepsLabelsOfEqualImagesApart() throws IOException {
    Chosen images = new Chosen(9, i -> i % 3 == 2 ? new byte[] {1} : noise(i / 3));
    DatasetFeatures features = extract(builder().allowUnreadable(1), images);
    assertThat(features.rows()).isEqualTo(6);
    assertThat(features.extracted()).isEqualTo(3);
    for (int row = 0; row < 6; row++) {
      assertThat(features.index(row)).isEqualTo(row / 2 * 3 + row % 2);
      assertThat(features.row(row)).containsExactly(features.row(row / 2 * 2));
    }
    assertThat(features.skipped()).extracting(SkippedImage::index).containsExactly(2, 5, 8);
  }

  @Test
  void namesTheImageThatStopsTheRunAndThoseThatAreLeftOut() throws IOException {
    Chosen images =
        new Chosen(
            4,
            i -> {
              if (i == 1) {
                throw new NoSuchFileException("/data/1.jpg");
              }
              if (i == 2) {
                throw new IOException("connection reset");
              }
              return noise(i);
            });
    assertThatThrownBy(
            () -> extract(builder().onUnreadableImage(UnreadableImagePolicy.FAIL), images))
        .isInstanceOf(IOException.class)
        .hasMessage("[image 1] cannot be read: NoSuchFileException /data/1.jpg")
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThat(extract(builder().allowUnreadable(0.5), images).skipped())
        .extracting(SkippedImage::reason)
        .containsExactly("NoSuchFileException /data/1.jpg", "connection reset");
  }

  @Test
  void allowsTheShareThatItSays() throws IOException {
    for (int bad : new int[] {7, 29, 57, 58}) {
      Chosen images = new Chosen(100, i -> i < bad ? new byte[] {1} : noise(i % 5));
      assertThat(extract(builder().allowUnreadable(bad / 100.0), images).skipped()).hasSize(bad);
      assertThatThrownBy(() -> extract(builder().allowUnreadable((bad - 0.5) / 100), images))
          .isInstanceOf(IOException.class);
    }
    // As the command line has it, in percent.
    Chosen seven = new Chosen(1000, i -> i < 7 ? new byte[] {1} : noise(i % 5));
    assertThat(extract(builder().allowUnreadable(0.7 / 100), seven).skipped()).hasSize(7);
  }

  @Test
  void namesTheImageThatHalvesCannotHoldAndKeepsThoseBefore() throws IOException {
    // Blue of image 2 alone is bright enough.
    Backbone large = backbone("v = torch.mul(torch.amax(torch.to(x, 6), [1, 2]), 300.)").build();
    Chosen images = new Chosen(8, i -> i == 2 ? noise(2) : flat(i));
    assertThatThrownBy(() -> extract(builder(large).storedAs(ElementType.FLOAT16), images))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "tiny: the feature of image 2 has the value [0-9.]+ \\(value 0\\), but float16 ends at"
                + " 65,504; store features as FLOAT32");
    assertThat(FeatureStore.at(store()).list()).extracting(StoredRecipe::rows).containsExactly(2L);
  }

  private static byte[] flat(int number) {
    byte[] file = noise(0);
    for (int i = 54; i < file.length; i++) {
      file[i] = (byte) (number + 1);
    }
    return file;
  }

  @Test
  void saysThatItWasInterruptedAndNotThatTheDiskIsFull() throws IOException {
    Thread caller = Thread.currentThread();
    ImageDataset images =
        new ImageDataset() {
          private final ImageDataset all = new NoisyImages(40, SIDE);

          @Override
          public String name() {
            return all.name();
          }

          @Override
          public int size() {
            return all.size();
          }

          @Override
          public ImmutableList<String> classNames() {
            return all.classNames();
          }

          @Override
          public int label(int index) {
            return all.label(index);
          }

          @Override
          public String id(int index) {
            if (Thread.currentThread() == caller) {
              caller.interrupt(); // between the forward pass and the store
            }
            return all.id(index);
          }

          @Override
          public byte[] bytes(int index) throws IOException {
            return all.bytes(index);
          }
        };
    assertThatThrownBy(() -> extract(builder(), images))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("nterrupted while");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void answersNoQuestionAboutTheStoreAfterAnInterruptOrWhenItIsClosed() throws IOException {
    extract(builder(), new NoisyImages(5, SIDE));
    Path files = Files.createDirectories(folder.resolve("files"));
    for (int i = 0; i < 5; i++) {
      Files.write(files.resolve(Integer.toString(i)), noise(i));
    }
    Chosen images = new Chosen(5, i -> Files.readAllBytes(files.resolve(Integer.toString(i))));
    FeatureExtractor extractor = builder().open(ProgressListener.NONE);
    assertThat(extractor.checkStore(images, ProgressListener.NONE).stored()).isEqualTo(5);
    assertThatThrownBy(
            () ->
                extractor.checkStore(
                    images,
                    progress -> {
                      if (progress.done() == 2) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    extractor.close();
    assertThatThrownBy(() -> extractor.checkStore(images, ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This feature extractor is closed");
  }
}
