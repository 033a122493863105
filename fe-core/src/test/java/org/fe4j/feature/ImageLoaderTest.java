package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fe4j.feature.ImageLoader.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch holds, whichever images are left out. */
class ImageLoaderTest {
  private static final int SIDE = 4;

  @TempDir Path folder;

  private FeatureExtractorBuilder settings(int batchSize, int threads) throws Exception {
    return FeatureExtractor.builder(PixelsBackbone.of(folder.resolve("unused.pt"), SIDE))
        .batchSize(batchSize)
        .decodingThreads(threads);
  }

  @ParameterizedTest(name = "batches of {0}, {1} threads, {2} % kept")
  @CsvSource({
    "1, 1, 50",
    "1, 4, 100",
    "3, 2, 100",
    "3, 2, 0",
    "3, 2, 20",
    "4, 4, 90",
    "5, 1, 60",
    "7, 3, 5"
  })
  void fillsBatchesWithTheKeptImagesInTheirOrder(int batchSize, int threads, int percentKept)
      throws Exception {
    SplittableRandom random = new SplittableRandom(batchSize * 100 + percentKept);
    NoisyImages images = new NoisyImages(150, SIDE);
    List<Integer> kept = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    try (ImageLoader loader =
        new ImageLoader(settings(batchSize, threads), images, images.size(), hash -> false)) {
      int index = 0;
      for (Optional<Loaded> next = loader.next(); next.isPresent(); next = loader.next()) {
        assertThat(next.get())
            .isInstanceOfSatisfying(
                ImageLoader.Cropped.class, image -> assertThat(image.index()).isNotNegative());
        if (random.nextInt(100) < percentKept) {
          loader.keep();
          kept.add(index);
        }
        index++;
        if (loader.kept() == batchSize || (index == images.size() && loader.kept() > 0)) {
          BatchBuffer batch = loader.take();
          assertThat(loader.kept()).isZero();
          for (int position = 0; position < batch.filled(); position++) {
            byte[] crop = new byte[3 * SIDE * SIDE];
            batch.crop(position).get(crop);
            int expected = kept.get(found.size());
            assertThat(crop).as("image %d", expected).isEqualTo(NoisyImages.pixels(expected, SIDE));
            found.add(expected);
          }
          loader.giveBack(batch);
        }
      }
      assertThat(index).isEqualTo(images.size());
    }
    assertThat(found).isEqualTo(kept);
  }

  @Test
  void goesThroughTheDataSetAgainUntilThereAreEnough() throws Exception {
    List<Integer> seen = new ArrayList<>();
    try (ImageLoader loader =
        new ImageLoader(settings(2, 2), new NoisyImages(3, SIDE), 7, hash -> false)) {
      for (Optional<Loaded> next = loader.next(); next.isPresent(); next = loader.next()) {
        seen.add(((ImageLoader.Cropped) next.get()).index());
      }
    }
    assertThat(seen).containsExactly(0, 1, 2, 0, 1, 2, 0);
  }

  @Test
  void givesNoBatchAwayWhoseImagesAreNotThere() throws Exception {
    try (ImageLoader loader =
        new ImageLoader(settings(4, 1), new NoisyImages(9, SIDE), 9, hash -> false)) {
      assertThatThrownBy(loader::keep)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("There is no image to keep");
      loader.next();
      loader.keep();
      assertThatThrownBy(loader::take)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("A batch of 1 images is not full");
    }
  }
}
