package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import org.fe4j.backbone.Precision;
import org.junit.jupiter.api.Test;

class ToleranceTest {

  @Test
  void allowsFiveTimesTheReferencesErrorInFloat32() {
    Tolerance tolerance = Tolerance.of(Goldens.project("vit_b_16"), Precision.FP32);

    assertThat(tolerance).isEqualTo(new Tolerance(5 * 1.32e-6, 5 * 2.36e-6));
  }

  @Test
  void allowsOneMillionthWhereTheReferenceWasLucky() {
    Tolerance tolerance = Tolerance.of(Goldens.project("squeezenet1_1"), Precision.FP32);

    assertThat(tolerance).isEqualTo(new Tolerance(1e-6, 1e-6));
  }

  @Test
  void allowsTwiceTheReferencesErrorInHalfPrecision() {
    Tolerance tolerance = Tolerance.of(Goldens.project("resnet50"), Precision.BF16);

    assertThat(tolerance).isEqualTo(new Tolerance(2 * 0.00525, 2 * 0.0067));
  }

  @Test
  void boundsTheDifferenceByTheFeaturesWhereItWasNotMeasured() {
    // ‖f0 - f1‖ is 0.115 of ‖(f0, f1)‖: the two images have much in common here.
    Tolerance half = Tolerance.of(Goldens.project("clip_rn50"), Precision.FP16);
    Tolerance bfloat = Tolerance.of(Goldens.project("clip_rn50"), Precision.BF16);

    assertThat(half.difference()).isCloseTo(Math.sqrt(2) * 2 * 0.000738 / 0.1151, within(1e-5));
    assertThat(bfloat.difference()).isLessThanOrEqualTo(0.25);
  }

  @Test
  void seesAGraphThatLosesItsInput() {
    ImmutableList<ImmutableList<Double>> expected =
        ImmutableList.of(ImmutableList.of(3.0, 4.1), ImmutableList.of(3.1, 4.0));
    ImmutableList<Double> mean = ImmutableList.of(3.05, 4.05);
    ImmutableList<ImmutableList<Double>> lost = ImmutableList.of(mean, mean);

    assertThat(Tolerance.relativeError(lost, expected)).isLessThan(0.02);
    assertThat(Tolerance.relativeError(Tolerance.difference(lost), Tolerance.difference(expected)))
        .isCloseTo(1, within(1e-12));
  }
}
