package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FeatureComparisonTest {

  private static FeatureMatrix rows(int dimension, float... values) {
    return DenseFeatures.of(values.length / dimension, dimension, values);
  }

  @Test
  void givesCosinesAndDifferencesAsByHand() {
    // Row 0: (3, 4)·(4, 3) / (5 · 5) = 24 / 25. Row 1: twice as long, so the cosine is 1.
    FeatureComparison comparison =
        FeatureComparison.of(rows(2, 3, 4, -6, 8), rows(2, 4, 3, -12, 16));

    assertThat(comparison.rows()).isEqualTo(2);
    assertThat(comparison.dimension()).isEqualTo(2);
    assertThat(comparison.smallestCosine()).isCloseTo(0.96, within(1e-15));
    assertThat(comparison.meanCosine()).isCloseTo(0.98, within(1e-15));
    assertThat(comparison.largestDifference()).isEqualTo(8);
    assertThat(comparison.largestValue()).isEqualTo(8);
    assertThat(comparison.relativeDifference()).isEqualTo(1);
  }

  @Test
  void takesTheLargestValueOfTheReference() {
    FeatureComparison comparison = FeatureComparison.of(rows(1, -4, 1), rows(1, -5, 9));

    assertThat(comparison.largestDifference()).isEqualTo(8);
    assertThat(comparison.largestValue()).isEqualTo(4);
    assertThat(comparison.relativeDifference()).isEqualTo(2);
  }

  @Test
  void oppositeRowsHaveACosineOfMinusOneAndOrthogonalOnesOfZero() {
    FeatureComparison comparison = FeatureComparison.of(rows(2, 1, 2, 0, 5), rows(2, -1, -2, 7, 0));

    assertThat(comparison.smallestCosine()).isEqualTo(-1);
    assertThat(comparison.meanCosine()).isEqualTo(-0.5);
  }

  @Test
  void equalRowsHaveACosineOfExactlyOneWhateverTheirSize() {
    float large = Float.MAX_VALUE;
    float small = Float.MIN_VALUE;
    FeatureMatrix features =
        rows(3, 0.1f, 0.7f, -1e-3f, large, large / 3, -large, small, 3 * small, 0, 0, 0, 0);

    FeatureComparison comparison = FeatureComparison.of(features, features);

    assertThat(comparison.smallestCosine()).isEqualTo(1);
    assertThat(comparison.meanCosine()).isEqualTo(1);
    assertThat(comparison.largestDifference()).isZero();
    assertThat(comparison.relativeDifference()).isZero();
  }

  @Test
  void aRowThatBecameNothingHasNoCosineLeft() {
    FeatureComparison lost = FeatureComparison.of(rows(2, 3, 4), rows(2, 0, 0));
    assertThat(lost.smallestCosine()).isZero();
    assertThat(lost.relativeDifference()).isEqualTo(1);

    FeatureComparison gained = FeatureComparison.of(rows(2, 0, 0), rows(2, 3, 4));
    assertThat(gained.smallestCosine()).isZero();
    assertThat(gained.relativeDifference()).isInfinite();
  }

  @Test
  void refusesOtherShapes() {
    assertThatThrownBy(() -> FeatureComparison.of(rows(2, 1, 2), rows(1, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Features are compared row by row, but these are 2 rows of 1 values and the reference"
                + " has 1 rows of 2: take the same images and the same tap");
    assertThatThrownBy(() -> FeatureComparison.of(rows(1), rows(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no row to compare");
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThatThrownBy(() -> FeatureComparison.of(rows(2, 1, 2, 3, 4), rows(2, 1, 2, 3, Float.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Value 1 of row 1 is NaN: only finite features can be compared");
  }
}
