package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureScalerTest {

  private static final ImmutableIntArray FIRST_THREE = ImmutableIntArray.of(0, 1, 2);

  @Test
  void standardizesByTheDeviationOfAPopulation() {
    FeatureMatrix features = DenseFeatures.of(3, 1, new float[] {1, 2, 6});
    FeatureScaler scaler = FeatureScaler.fit(Scaling.STANDARDIZE, features, FIRST_THREE);

    // Mean 3, squares of differences 4, 1, 9: deviation sqrt(14 / 3).
    assertThat(scaled(scaler, 6)[0]).isCloseTo(3 / Math.sqrt(14 / 3.0), within(1e-15));
  }

  @Test
  void looksAtTheRowsOfTheTrainPartOnly() {
    FeatureMatrix features = DenseFeatures.of(4, 1, new float[] {1, 2, 6, 1e9f});
    FeatureScaler scaler = FeatureScaler.fit(Scaling.STANDARDIZE, features, FIRST_THREE);

    assertThat(scaled(scaler, 3)[0]).isCloseTo(0, within(1e-15));
  }

  @Test
  void onlyShiftsAFeatureThatIsAlwaysTheSame() {
    // 0.1f has no exact mean in floating point unless it is computed with care.
    float[] values = new float[3601];
    Arrays.fill(values, 0.1f);
    FeatureMatrix features = DenseFeatures.of(values.length, 1, values);
    ImmutableIntArray rows = ImmutableIntArray.copyOf(IntStream.range(0, values.length));
    FeatureScaler scaler = FeatureScaler.fit(Scaling.STANDARDIZE, features, rows);

    assertThat(scaled(scaler, 0.1f)[0]).isZero();
    assertThat(scaled(scaler, 2.1f)[0]).isCloseTo(2, within(1e-6));
  }

  @Test
  void keepsDigitsWhereTheMeanIsFarLargerThanTheDeviation() {
    // Neighbouring floats near a million are 1/16 apart.
    FeatureMatrix features =
        DenseFeatures.of(3, 1, new float[] {1e6f, 1e6f + 0.0625f, 1e6f + 0.25f});
    FeatureScaler scaler = FeatureScaler.fit(Scaling.STANDARDIZE, features, FIRST_THREE);

    float[] row = {1e6f + 0.25f};
    scaler.apply(row);

    double mean = 0.3125 / 3;
    double deviation = Math.sqrt((0.0625 * 0.0625 + 0.25 * 0.25) / 3 - mean * mean);
    assertThat((double) row[0]).isCloseTo((0.25 - mean) / deviation, within(1e-6));
  }

  @Test
  void dividesARowByItsNormAndLeavesZerosAlone() {
    FeatureMatrix features = DenseFeatures.of(3, 2, new float[] {3, 4, 0, 0, 1, 1});
    FeatureScaler scaler = FeatureScaler.fit(Scaling.L2, features, FIRST_THREE);

    assertThat(scaled(scaler, 3, 4)).containsExactly(0.6, 0.8);
    assertThat(scaled(scaler, 0, 0)).containsExactly(0, 0);
    assertThat(scaled(scaler, 0, 1e-13f)[1]).isCloseTo(0.1, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void scalesTheSameInBothPrecisions(Scaling scaling) {
    FeatureMatrix features = DenseFeatures.of(3, 2, new float[] {3, 4, 1, -2, 5, 0.5f});
    FeatureScaler scaler = FeatureScaler.fit(scaling, features, FIRST_THREE);
    float[] row = features.row(2);
    double[] wide = scaled(scaler, row);

    scaler.apply(row);

    assertThat((double) row[0]).isCloseTo(wide[0], within(1e-6));
    assertThat((double) row[1]).isCloseTo(wide[1], within(1e-6));
  }

  private static double[] scaled(FeatureScaler scaler, float... row) {
    double[] target = new double[row.length];
    scaler.apply(row, target);
    return target;
  }
}
