package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.fe4j.summary.Thumbnail.Likeness;
import org.junit.jupiter.api.Test;

class LikenessTest {

  @Test
  void shapesDetailsAndColoursMustAllAgree() {
    assertThat(new Likeness(0.75, 16, 0.85, 0.6).isEnough()).isTrue();
    assertThat(new Likeness(0.65, 16, 0.85, 0.6).isEnough()).as("shapes").isFalse();
    assertThat(new Likeness(0.75, 16, 0.80, 0.6).isEnough()).as("details").isFalse();
    assertThat(new Likeness(0.75, 16, 0.85, 0.4).isEnough()).as("colours").isFalse();
  }

  @Test
  void moreMustAgreeWherePicturesArePlainForTheMostPart() {
    assertThat(new Likeness(0.75, 11, 0.90, 1).isEnough()).isFalse();
    assertThat(new Likeness(0.75, 11, 0.93, 1).isEnough()).isTrue();
  }

  @Test
  void turnedPicturesMustHaveSomethingToSeeAllOver() {
    assertThat(new Likeness(0.75, 15, 0.83, 1).isEnoughOfTurned()).isTrue();
    assertThat(new Likeness(0.75, 14, 0.91, 1).isEnoughOfTurned()).isFalse();
    assertThat(new Likeness(0.75, 12, 0.93, 1).isEnoughOfTurned()).isTrue();
    assertThat(new Likeness(0.75, 11, 0.99, 1).isEnoughOfTurned()).isFalse();
  }

  @Test
  void blocksThatArePlainInBothAreNotCompared() {
    var waves = Pictures.waves(1, 64, 64);
    // A patch of waves in one corner of a white picture: four of the sixteen blocks.
    Thumbnail patch =
        Fingerprint.of(
                Pictures.of(
                    128,
                    128,
                    (x, y) ->
                        x < 56 && y < 56
                            ? Pictures.pixel(waves, x, y)
                            : new double[] {255, 255, 255}))
            .turned(0);
    assertThat(patch.likeness(patch).compared()).isEqualTo(4);
    assertThat(patch.showsTheSameAs(patch)).isTrue();
  }
}
