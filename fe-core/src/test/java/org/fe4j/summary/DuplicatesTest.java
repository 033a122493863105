package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DuplicatesTest {
  private static final int OTHERS = 12;

  static Stream<Arguments> copies() {
    return Stream.of(
        copy("encoded again", image -> image, 0.5),
        copy("scaled to half", Pictures::halved, 0.9),
        copy("brighter by a tenth", image -> Pictures.brighter(image, 1.1), 0.9),
        copy("cropped by 3 %", image -> Pictures.cropped(image, 3, 2, 194, 145), 0.9),
        copy("cropped at one corner", image -> Pictures.cropped(image, 6, 4, 194, 146), 0.9),
        copy("turned by 90 degrees", Pictures::quarterTurned, 0.9),
        copy("turned by 180 degrees", image -> Pictures.upsideDown(Pictures.mirrored(image)), 0.9),
        copy("mirrored", Pictures::mirrored, 0.9),
        copy("without colour", Pictures::grey, 0.9),
        copy(
            "turned, scaled and encoded again",
            image -> Pictures.halved(Pictures.quarterTurned(image)),
            0.5));
  }

  private static Arguments copy(String name, UnaryOperator<RgbImage> change, double quality) {
    return Arguments.of(name, change, quality);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("copies")
  void copyIsFoundAmongOtherPictures(String name, UnaryOperator<RgbImage> change, double quality)
      throws IOException {
    MemoryDataset dataset = new MemoryDataset("waves");
    for (int i = 0; i < OTHERS; i++) {
      dataset.add("a/%d.png".formatted(i), Pictures.waves(i, 200, 150));
    }
    RgbImage changed = change.apply(Pictures.waves(7, 200, 150));
    dataset.add("b/copy.jpg", Pictures.jpeg(changed, quality));
    Duplicates duplicates = Duplicates.of(dataset, ProgressListener.NONE);
    assertThat(duplicates.exact()).isEmpty();
    assertThat(duplicates.near()).as(name).containsExactly(ImmutableIntArray.of(7, OTHERS));
  }

  @Test
  void differentPicturesAreNotNear() throws IOException {
    MemoryDataset dataset = new MemoryDataset("waves");
    for (int i = 0; i < 150; i++) {
      dataset.add("a/%d.png".formatted(i), Pictures.waves(1000 + i, 48, 48));
    }
    Duplicates duplicates = Duplicates.of(dataset, ProgressListener.NONE);
    assertThat(duplicates.near()).isEmpty();
    assertThat(duplicates.groups()).isEqualTo(ImmutableIntArray.copyOf(range(150)));
  }

  @Test
  void plainPicturesAreNotNear() throws IOException {
    MemoryDataset dataset =
        new MemoryDataset("plain")
            .add("a/black.png", Pictures.plain(64, 64, 0, 0, 0))
            .add("a/white.png", Pictures.plain(64, 64, 255, 255, 255))
            .add("a/nearly white.png", Pictures.plain(64, 64, 254, 254, 254))
            .add("a/red.png", Pictures.plain(64, 64, 200, 0, 0));
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void commonFrameAndScaleBarAreNotEnough() throws IOException {
    MemoryDataset dataset = new MemoryDataset("framed");
    for (int i = 0; i < 20; i++) {
      RgbImage inside = Pictures.waves(2000 + i, 120, 120);
      RgbImage framed =
          Pictures.of(
              120,
              120,
              (x, y) -> {
                boolean frame = Math.min(Math.min(x, y), Math.min(119 - x, 119 - y)) < 6;
                boolean bar = x > 60 && y > 90 && y < 105;
                double[] rgb = Pictures.pixel(inside, x, y);
                double grey = 60 + 0.3 * rgb[1];
                return frame || bar
                    ? new double[] {255, 255, 255}
                    : new double[] {grey, grey, grey};
              });
      dataset.add("a/%d.png".formatted(i), framed);
    }
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void sameShapesInOtherColoursAreNotNear() throws IOException {
    RgbImage image = Pictures.waves(5, 100, 100);
    // Red and blue change places, and luma is kept.
    RgbImage recoloured =
        Pictures.of(
            100,
            100,
            (x, y) -> {
              double[] rgb = Pictures.pixel(image, x, y);
              double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
              double red = 2 * luma - rgb[0];
              double blue = 2 * luma - rgb[2];
              return new double[] {red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue};
            });
    MemoryDataset dataset =
        new MemoryDataset("colours").add("a/1.png", image).add("a/2.png", recoloured);
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void exactCopiesOfANearCopyAreInItsGroup() throws IOException {
    RgbImage image = Pictures.waves(1, 100, 80);
    byte[] other = Pictures.jpeg(image, 0.6);
    byte[] unrelated = Pictures.png(Pictures.waves(2, 100, 80));
    MemoryDataset dataset =
        new MemoryDataset("mixed")
            .add("a/0.png", unrelated)
            .add("a/1.jpg", other)
            .add("b/2.png", image)
            .add("b/3.png", unrelated)
            .add("b/4.jpg", other)
            .add("b/5.png", Pictures.waves(3, 100, 80));
    Duplicates duplicates = Duplicates.of(dataset, ProgressListener.NONE);
    assertThat(duplicates.exact())
        .containsExactly(ImmutableIntArray.of(0, 3), ImmutableIntArray.of(1, 4));
    assertThat(duplicates.near()).containsExactly(ImmutableIntArray.of(1, 2, 4));
    assertThat(duplicates.groups()).isEqualTo(ImmutableIntArray.of(0, 1, 1, 0, 1, 5));
  }

  @Test
  void imagesThatCannotBeReadAreCopiesOfNothing() throws IOException {
    MemoryDataset dataset =
        new MemoryDataset("broken")
            .add("a/1.png", new byte[] {1, 2, 3})
            .add("a/2.png", new byte[] {1, 2, 3});
    Duplicates duplicates = Duplicates.of(dataset, ProgressListener.NONE);
    assertThat(duplicates.exact()).isEmpty();
    assertThat(duplicates.groups()).isEqualTo(ImmutableIntArray.of(0, 1));
  }

  private static int[] range(int end) {
    return java.util.stream.IntStream.range(0, end).toArray();
  }
}
