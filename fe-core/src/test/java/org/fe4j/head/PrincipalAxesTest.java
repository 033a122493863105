package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

  @Test
  void divideByTheVarianceAlongEach() {
    // Features that are all but uncorrelated are the axes, in falling order here.
    int rows = 500;
    int dimension = 5;
    Problems clouds = Problems.clouds(rows, dimension, 2, 0);
    FeatureMatrix features = clouds.changed((row, i, value) -> value * 4 / (1 << (2 * i)));
    double[] centre = mean(features);
    double[] variances = new double[dimension];
    for (int row = 0; row < rows; row++) {
      float[] x = features.row(row);
      for (int i = 0; i < dimension; i++) {
        variances[i] += (x[i] - centre[i]) * (x[i] - centre[i]) / rows;
      }
    }
    double total = Arrays.stream(variances).sum();

    Curvature all = axes(features, centre, dimension, total).curvature(0.2, 0.005);
    Curvature two = axes(features, centre, 2, total).curvature(0.2, 0.005);

    double rest = (variances[2] + variances[3] + variances[4]) / 3;
    for (int i = 0; i < dimension; i++) {
      // A correlation of 0.1 changes an entry of the inverse by a hundredth.
      double ofTwo = 0.2 * (i < 2 ? variances[i] : rest) + 0.005;
      assertThat(divided(all, i) * (0.2 * variances[i] + 0.005)).isCloseTo(1, within(0.03));
      assertThat(divided(two, i) * ofTwo).isCloseTo(1, within(0.03));
    }
    assertThat(divided(all, 5)).as("the intercept").isEqualTo(1 / 0.2);
  }

  /** Of a vector of one weight, in the second class, what becomes of that weight. */
  private static double divided(Curvature curvature, int weight) {
    double[] vector = new double[12];
    vector[6 + weight] = 1;
    curvature.divide(vector);
    return vector[6 + weight];
  }

  @Test
  void copeWithFewerDirectionsThanTheyLookFor() {
    // All rows on a line: one axis, the others are not there.
    Problems clouds = Problems.clouds(40, 4, 2, 1);
    FeatureMatrix line = clouds.changed((row, i, value) -> row * (i + 1));
    double[] centre = mean(line);
    double[] along = {1, 2, 3, 4, 0};
    double[] across = {2, -1, 0, 0, 0};
    double variance = (40 * 40 - 1) / 12.0 * 30;

    Curvature curvature = axes(line, centre, 4, variance).curvature(1, 0.5);
    double[] dividedAlong = along.clone();
    curvature.divide(dividedAlong);
    double[] dividedAcross = across.clone();
    curvature.divide(dividedAcross);

    for (int i = 0; i < 4; i++) {
      assertThat(dividedAlong[i]).isCloseTo(along[i] / (variance + 0.5), within(1e-9));
      assertThat(dividedAcross[i]).isCloseTo(across[i] / 0.5, within(1e-9));
    }
  }

  private static double[] mean(FeatureMatrix features) {
    double[] mean = new double[features.dimension()];
    for (int row = 0; row < features.rows(); row++) {
      float[] x = features.row(row);
      for (int i = 0; i < x.length; i++) {
        mean[i] += (double) x[i] / features.rows();
      }
    }
    return mean;
  }

  private static PrincipalAxes axes(
      FeatureMatrix features, double[] centre, int count, double total) {
    ImmutableIntArray rows = ImmutableIntArray.copyOf(IntStream.range(0, features.rows()));
    FeatureScaler scaler = FeatureScaler.fit(Scaling.NONE, features, rows);
    return PrincipalAxes.of(
        new RowProducts(features, scaler, centre, rows, count), count, features.dimension(), total);
  }
}
