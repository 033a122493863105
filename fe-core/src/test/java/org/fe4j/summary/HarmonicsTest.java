package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.fe4j.image.RgbImage;
import org.fe4j.summary.Harmonics.Functions;
import org.fe4j.summary.Harmonics.Turn;
import org.fe4j.summary.Pictures.Corners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmonicsTest {

  private static Harmonics of(RgbImage image) {
    return Functions.STANDARD.of(Disc.of(image));
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 21, 45, 90, 133, 180, 268, 351})
  void hashIsThatOfTheTurnedPictureAndTheAngleIsFound(double degrees) {
    RgbImage image = Pictures.waves(3, 120, 90);
    Harmonics turned = of(Pictures.turned(image, degrees, 1, Corners.WHITE));
    assertThat(Long.bitCount(of(image).hash() ^ turned.hash())).isLessThanOrEqualTo(9);
    Turn turn = of(image).turnTo(turned, false);
    assertThat(Math.toDegrees(turn.angle())).isBetween(degrees - 2, degrees + 2);
    assertThat(turn.agreement()).isGreaterThan(0.9);
  }

  @Test
  void hashOfTheMirrorImageFollows() {
    RgbImage image = Pictures.waves(5, 64, 64);
    RgbImage mirrored = Pictures.upsideDown(image);
    long hash = of(mirrored).hash();
    assertThat(Harmonics.mirrored(of(image).hash())).isEqualTo(hash);
    assertThat(Long.bitCount(of(image).hash() ^ hash)).isBetween(15, 30);
    Turn turn = of(image).turnTo(of(mirrored), true);
    assertThat(turn.angle()).isZero();
    assertThat(turn.agreement()).isGreaterThan(0.999);
    assertThat(of(image).turnTo(of(mirrored), false).agreement()).isLessThan(0.8);
  }

  @Test
  void hashesOfOtherPicturesAreFar() {
    long[] hashes =
        IntStream.range(0, 40).mapToLong(i -> of(Pictures.grains(i, 48)).hash()).toArray();
    for (int i = 0; i < hashes.length; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(Long.bitCount(hashes[i] ^ hashes[j])).isGreaterThan(HashIndex.MOST_DISTANCE);
      }
    }
  }

  @Test
  void cornersDoNotCount() {
    RgbImage image = Pictures.waves(6, 90, 90);
    RgbImage framed =
        Pictures.of(
            90,
            90,
            (x, y) ->
                Math.hypot(x - 44.5, y - 44.5) > 44
                    ? new double[] {255, 255, 255}
                    : Pictures.pixel(image, x, y));
    assertThat(of(framed).hash()).isEqualTo(of(image).hash());
  }
}
