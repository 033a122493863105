package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.summary.Harmonics.Functions;
import org.fe4j.summary.Pictures.Corners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TurnedCopiesTest {
  private static final int OTHERS = 12;
  private static final ImmutableList<Corners> CORNERS = ImmutableList.copyOf(Corners.values());

  static Stream<Arguments> turns() {
    return IntStream.range(0, 24)
        .mapToObj(
            i ->
                Arguments.of(
                    7 + 14.7 * i,
                    0.96 + 0.02 * (i % 5),
                    CORNERS.get(i % 3),
                    i % 2 == 0,
                    // One is colourful and wider than high, the other grey and square.
                    i % 4 < 2));
  }

  @ParameterizedTest(name = "{0} degrees, scaled {1}, corners {2}, mirrored {3}, waves {4}")
  @MethodSource("turns")
  void copyTurnedByAnyAngleIsFoundAmongPicturesOfItsKind(
      double degrees, double scale, Corners corners, boolean mirrored, boolean waves)
      throws IOException {
    MemoryDataset dataset = new MemoryDataset("turned");
    for (int i = 0; i < OTHERS; i++) {
      dataset.add("a/%d.png".formatted(i), picture(i, waves));
    }
    RgbImage image = picture(7, waves);
    RgbImage turned =
        Pictures.turned(mirrored ? Pictures.mirrored(image) : image, degrees, scale, corners);
    dataset.add("b/copy.jpg", Pictures.jpeg(turned, 0.75));
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near())
        .containsExactly(ImmutableIntArray.of(7, OTHERS));
  }

  private static RgbImage picture(int seed, boolean waves) {
    return waves ? Pictures.waves(seed, 150, 120) : Pictures.grains(seed, 128);
  }

  @Test
  void differentPicturesOfOneTextureAreNotJoined() throws IOException {
    MemoryDataset dataset = new MemoryDataset("grains");
    for (int i = 0; i < 200; i++) {
      dataset.add("a/%d.png".formatted(i), Pictures.grains(100 + i, 64));
    }
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void noTurnMakesOtherPicturesOfOneTextureTheSame() {
    ImmutableList<Disc> discs =
        IntStream.range(0, 30)
            .mapToObj(i -> Disc.of(Pictures.grains(300 + i, 48)))
            .collect(ImmutableList.toImmutableList());
    for (Disc disc : discs) {
      for (Disc other : discs) {
        for (boolean mirrored : new boolean[] {false, true}) {
          double angle =
              Functions.STANDARD.of(disc).turnTo(Functions.STANDARD.of(other), mirrored).angle();
          boolean same = other.square(0, false).showsTheSameAsTurned(disc.square(angle, mirrored));
          assertThat(same).isEqualTo(disc == other && !mirrored);
        }
      }
    }
  }

  @Test
  void commonRoundFieldOfViewIsNotEnough() throws IOException {
    MemoryDataset dataset = new MemoryDataset("microscope");
    for (int i = 0; i < 60; i++) {
      RgbImage inside = Pictures.grains(500 + i, 64);
      dataset.add(
          "a/%d.png".formatted(i),
          Pictures.of(
              64,
              64,
              (x, y) ->
                  Math.hypot(x - 31.5, y - 31.5) > 26
                      ? new double[] {0, 0, 0}
                      : Pictures.pixel(inside, x, y)));
    }
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void turnedCopyInOtherColoursIsNotNear() throws IOException {
    RgbImage image = Pictures.waves(5, 100, 100);
    RgbImage turned = Pictures.turned(image, 30, 1, Corners.BLACK);
    // Red and blue change places, which keeps luma nearly.
    RgbImage recoloured =
        Pictures.of(
            100,
            100,
            (x, y) -> {
              double[] rgb = Pictures.pixel(turned, x, y);
              double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
              double red = 2 * luma - rgb[0];
              double blue = 2 * luma - rgb[2];
              return new double[] {red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue};
            });
    MemoryDataset same = new MemoryDataset("same").add("a/1.png", image).add("a/2.png", turned);
    assertThat(Duplicates.of(same, ProgressListener.NONE).near()).hasSize(1);
    MemoryDataset other = new MemoryDataset("other").add("a/1.png", image);
    other.add("a/2.png", recoloured);
    assertThat(Duplicates.of(other, ProgressListener.NONE).near()).isEmpty();
  }

  @Test
  void simpleShapeOnPlainGroundIsFoundTurnedByQuartersOnly() throws IOException {
    RgbImage hook =
        Pictures.of(
            96,
            96,
            (x, y) -> {
              boolean upright = x > 38 && x < 50 && y > 20 && y < 76;
              boolean foot = y > 64 && y < 76 && x > 38 && x < 66;
              double grey = upright || foot ? 20 : 240;
              return new double[] {grey, grey, grey};
            });
    MemoryDataset dataset =
        new MemoryDataset("hooks")
            .add("a/0.png", hook)
            .add("a/30.png", Pictures.turned(hook, 30, 1, Corners.WHITE))
            .add("a/90.png", Pictures.quarterTurned(hook));
    assertThat(Duplicates.of(dataset, ProgressListener.NONE).near())
        .containsExactly(ImmutableIntArray.of(0, 2));
  }
}
