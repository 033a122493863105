package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.fe4j.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void hashAndThumbnailOfATurnAreThoseOfTheTurnedPicture(int turn) {
    RgbImage image = Pictures.waves(3, 90, 60);
    RgbImage turned = (turn & 4) == 0 ? image : Pictures.transposed(image);
    if ((turn & 2) != 0) {
      turned = Pictures.upsideDown(turned);
    }
    if ((turn & 1) != 0) {
      turned = Pictures.mirrored(turned);
    }
    Fingerprint ofTurned = Fingerprint.of(turned);
    Fingerprint fingerprint = Fingerprint.of(image);
    // Pillow rounds after each of its two passes, so that a transposed picture may be a level off.
    assertThat(Long.bitCount(fingerprint.hash(turn) ^ ofTurned.hash(0))).isLessThanOrEqualTo(1);
    Thumbnail.Likeness likeness = fingerprint.turned(turn).likeness(ofTurned.turned(0));
    assertThat(likeness.blocks()).isGreaterThan(0.99);
    assertThat(likeness.gradient()).isGreaterThan(0.999);
    assertThat(likeness.colour()).isGreaterThan(0.999);
  }

  @Test
  void turnsOfAPictureHaveHashesFarFromEachOther() {
    Fingerprint fingerprint = Fingerprint.of(Pictures.waves(4, 64, 64));
    for (int a = 0; a < Fingerprint.TURNS; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(Long.bitCount(fingerprint.hash(a) ^ fingerprint.hash(b))).isGreaterThan(15);
      }
    }
  }
}
