package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.StoredRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches of a backbone that says where in its batch an image was. */
class BatchCompositionTest {
  private static final int SIDE = 8;
  private static final int BATCH = 4;
  private static final int UNREADABLE = -1;

  @TempDir Path folder;

  /** Noise by its number, and files that are no picture. */
  private record Numbered(List<Integer> numbers) implements TwoClasses {
    @Override
    public int size() {
      return numbers.size();
    }

    @Override
    public String id(int index) {
      return "image %d".formatted(index);
    }

    @Override
    public byte[] bytes(int index) {
      int number = numbers.get(index);
      return number == UNREADABLE ? new byte[7] : new NoisyImages(number + 1, SIDE).bytes(number);
    }
  }

  /** Noise, without any red from the given image on. */
  private record RedUntil(int end, int size) implements TwoClasses {
    @Override
    public String id(int index) {
      return "image %d".formatted(index);
    }

    @Override
    public byte[] bytes(int index) {
      byte[] file = new NoisyImages(size, SIDE).bytes(index);
      for (int red = file.length - 1; index >= end && red >= NoisyImages.HEADER_BYTES; red -= 3) {
        file[red] = 0;
      }
      return file;
    }
  }

  /** Two levels of the picture, and its position in the batch. */
  private Backbone positions() throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("positions.pt"),
            "p = torch.arange(4, dtype=6, layout=None, device=torch.device(\"cpu\"), pin_memory=False)",
            "m = torch.flatten(torch.to(x, 6), 1)[:, :2]",
            "return torch.cat([m, torch.unsqueeze(p, 1)], 1)");
    return CustomBackbone.builder("positions", file, SIDE, 3)
        .input(InputFormat.PIXEL_BYTES)
        .preprocessing(
            Preprocessing.of(
                SIDE,
                SIDE,
                Interpolation.BILINEAR,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_DEVIATION))
        .build();
  }

  private FeatureExtractorBuilder builder() throws IOException {
    return FeatureExtractor.builder(positions())
        .batchSize(BATCH)
        .allowUnreadable(1)
        .store(folder.resolve("store"));
  }

  @ParameterizedTest(name = "{0} threads, features read later: {1}")
  @CsvSource({"1, false", "3, false", "1, true", "3, true"})
  void holdsTheNextImagesThatAreNeeded(int threads, boolean readsLater) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      numbers.add(random.nextInt(4) == 0 ? UNREADABLE : random.nextInt(60));
    }
    List<Integer> stored = List.of(3, 5, 8, 13, 21, 34, 55, 2);
    FeatureExtractorBuilder settings = builder().decodingThreads(threads);
    settings.readsLater = readsLater;
    try (FeatureExtractor extractor = settings.open(ProgressListener.NONE)) {
      extractor.extract(new Numbered(stored), ProgressListener.NONE);
      DatasetFeatures features = extractor.extract(new Numbered(numbers), ProgressListener.NONE);
      Set<Integer> seen = new HashSet<>(stored);
      int row = 0;
      int extracted = 0;
      for (int index = 0; index < numbers.size(); index++) {
        int number = numbers.get(index);
        if (number == UNREADABLE) {
          continue;
        }
        float[] feature = features.row(row);
        assertThat(features.index(row++)).isEqualTo(index);
        byte[] pixels = NoisyImages.pixels(number, SIDE);
        assertThat(Arrays.copyOf(feature, 2)).containsExactly(pixels[0] & 0xFF, pixels[1] & 0xFF);
        if (seen.add(number)) {
          assertThat(feature[2]).as("position of image %d", index).isEqualTo(extracted++ % BATCH);
        }
      }
      assertThat(features.rows()).isEqualTo(row);
      assertThat(features.extracted()).isEqualTo(extracted);
    }
  }

  @Test
  void keepsTheBatchThatWasNotReadYetWhenTheRunFails() throws IOException {
    List<Integer> numbers = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, UNREADABLE, 9));
    FeatureExtractorBuilder settings = builder().onUnreadableImage(UnreadableImagePolicy.FAIL);
    settings.readsLater = true;
    try (FeatureExtractor extractor = settings.open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new Numbered(numbers), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("[image 9]");
    }
    assertThat(FeatureStore.at(folder.resolve("store")).list())
        .extracting(StoredRecipe::rows)
        .containsExactly(8L);
  }

  @Test
  void keepsTheBatchesBeforeTwoThatFail() throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("logarithms.pt"),
            "return torch.log(torch.mean(torch.to(x, 6), [1, 2]))");
    Backbone logarithms =
        CustomBackbone.builder("logarithms", file, SIDE, 3).input(InputFormat.PIXEL_BYTES).build();
    FeatureExtractorBuilder settings =
        FeatureExtractor.builder(logarithms).batchSize(2).store(folder.resolve("store"));
    settings.readsLater = true;
    // log(0): when the third batch is read and found to be infinite, the fourth is under way.
    try (FeatureExtractor extractor = settings.open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new RedUntil(4, 8), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the feature of image 4 is not finite");
    }
    assertThat(FeatureStore.at(folder.resolve("store")).list())
        .extracting(StoredRecipe::rows)
        .containsExactly(4L);
  }

  @Test
  void fillsNoBatchWhereThatIsNotWanted() throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("counts.pt"),
            "m = torch.flatten(torch.to(x, 6), 1)[:, :1]",
            "o = torch.add(torch.mul(m, 0), 1)",
            "n = torch.sum(o, [0], True)",
            "return torch.mul(o, n)");
    Backbone counts =
        CustomBackbone.builder("counts", file, SIDE, 1).input(InputFormat.PIXEL_BYTES).build();
    Numbered images = new Numbered(List.of(0, 1, 2, UNREADABLE, 3, 4, 5));
    RgbImage picture = RgbImage.wrap(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
    try (FeatureExtractor filled = counts(counts).open(ProgressListener.NONE);
        FeatureExtractor small = counts(counts).withoutFilling().open(ProgressListener.NONE)) {
      assertThat(filled.extract(picture)).containsExactly(4);
      assertThat(small.extract(picture)).containsExactly(1);
      assertThat(column(filled.extract(images, ProgressListener.NONE)))
          .containsExactly(4f, 4f, 4f, 4f, 4f, 4f);
      assertThat(column(small.extract(images, ProgressListener.NONE)))
          .containsExactly(4f, 4f, 4f, 4f, 2f, 2f);
      assertThat(small.recipe().sha256()).isNotEqualTo(filled.recipe().sha256());
    }
  }

  private FeatureExtractorBuilder counts(Backbone backbone) {
    return FeatureExtractor.builder(backbone)
        .engine("PyTorch")
        .batchSize(4)
        .allowUnreadable(1)
        .store(folder.resolve("counts"));
  }

  private static List<Float> column(FeatureMatrix features) {
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < features.rows(); row++) {
      values.add(features.row(row)[0]);
    }
    return values;
  }
}
