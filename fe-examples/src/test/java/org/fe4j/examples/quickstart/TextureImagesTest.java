package org.fe4j.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextureImagesTest {
  private static final int SIDE = 32;
  private static final int FOLDS = 5;

  @Test
  void pixelsAreTheSameOnEveryMachine() {
    var hasher = Hashing.sha256().newHasher();
    for (RockTexture texture : RockTexture.values()) {
      RgbImage image = TextureImages.image(texture, 7);
      hasher.putInt(image.width()).putInt(image.height()).putBytes(image.pixels());
    }
    assertThat(hasher.hash().toString())
        .as("hash of ten images; when it changes on purpose, change TextureImages.VERSION too")
        .isEqualTo("7341dd0cce211e77277e72b137260bed220b58c9ebcbf5d3a5a173216cf96c86");
  }

  @Test
  void nearestClassMeanOnRawPixelsDoesBadly() {
    // Chance is 0.10; a set that falls to this method would show nothing about a backbone.
    assertThat(rawPixelAccuracy()).isLessThan(0.22);
  }

  @Test
  void folderAppearsCompleteAndIsNotWrittenTwice(@TempDir Path folder) throws Exception {
    Path leftover = Files.createDirectories(folder.resolve("textures-v1.partial123/bedding"));
    Files.setLastModifiedTime(
        leftover.getParent(), FileTime.from(Instant.now().minusSeconds(7200)));
    Path set = TextureImages.in(folder, 2, ProgressListener.NONE);
    assertThat(set.getFileName().toString()).isEqualTo(TextureImages.VERSION);
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(set);
    }
    for (String name : TextureImages.classNames()) {
      try (Stream<Path> files = Files.list(set.resolve(name))) {
        assertThat(files).hasSize(2);
      }
    }
    Path first = set.resolve("bedding").resolve("bedding_00.png");
    RgbImage image = TextureImages.image(RockTexture.BEDDING, 0);
    assertThat(ImageIO.read(first.toFile()).getRGB(3, 5) & 0xFFFFFF)
        .isEqualTo(rgb(image.pixels(), 5 * image.width() + 3));
    Files.delete(first);
    TextureImages.in(folder, 2, ProgressListener.NONE);
    assertThat(first).doesNotExist();
  }

  private static int rgb(byte[] pixels, int pixel) {
    return (pixels[3 * pixel] & 0xFF) << 16
        | (pixels[3 * pixel + 1] & 0xFF) << 8
        | (pixels[3 * pixel + 2] & 0xFF);
  }

  /** Five folds; each test image goes to the class whose mean of the other images is nearest. */
  private static double rawPixelAccuracy() {
    RockTexture[] textures = RockTexture.values();
    int perClass = 20;
    double[][] rows =
        IntStream.range(0, textures.length * perClass)
            .parallel()
            .mapToObj(i -> shrink(TextureImages.image(textures[i / perClass], i % perClass)))
            .toArray(double[][]::new);
    int right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      double[][] means = new double[textures.length][rows[0].length];
      for (int i = 0; i < rows.length; i++) {
        if (i % FOLDS != fold) {
          for (int j = 0; j < rows[i].length; j++) {
            means[i / perClass][j] += rows[i][j] / (perClass * (FOLDS - 1.0) / FOLDS);
          }
        }
      }
      for (int i = fold; i < rows.length; i += FOLDS) {
        right += nearest(means, rows[i]) == i / perClass ? 1 : 0;
      }
    }
    return (double) right / rows.length;
  }

  private static int nearest(double[][] means, double[] row) {
    int nearest = 0;
    double smallest = Double.MAX_VALUE;
    for (int c = 0; c < means.length; c++) {
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        sum += (row[j] - means[c][j]) * (row[j] - means[c][j]);
      }
      if (sum < smallest) {
        smallest = sum;
        nearest = c;
      }
    }
    return nearest;
  }

  /** Returns the mean colours of a grid of rectangles. */
  private static double[] shrink(RgbImage image) {
    double[] small = new double[SIDE * SIDE * 3];
    double perSpot = (double) image.width() * image.height() / (SIDE * SIDE);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int spot = y * SIDE / image.height() * SIDE + x * SIDE / image.width();
        for (int c = 0; c < 3; c++) {
          small[3 * spot + c] += (image.pixels()[3 * (y * image.width() + x) + c] & 0xFF) / perSpot;
        }
      }
    }
    return small;
  }
}
