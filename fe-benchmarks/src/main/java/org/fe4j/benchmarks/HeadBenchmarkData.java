package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Features as a network's are: a hundred directions of falling variance behind a ReLU, with noise;
 * labels in turns.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param features (rows, dimension)
 * @param labels as many
 */
record HeadBenchmarkData(FeatureMatrix features, Labels labels) {
  private static final int DIRECTIONS = 100;

  static HeadBenchmarkData of(int rows, int dimension, int classes) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] directions = gaussian(random, DIRECTIONS, dimension);
    double[][] centres = gaussian(random, classes, DIRECTIONS);
    float[] values = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      double[] sum = new double[dimension];
      for (int d = 0; d < DIRECTIONS; d++) {
        double centre = 0.45 * centres[row % classes][d];
        double along = (centre + random.nextGaussian()) / Math.sqrt(1 + d);
        for (int i = 0; i < dimension; i++) {
          sum[i] += along * directions[d][i];
        }
      }
      for (int i = 0; i < dimension; i++) {
        double value = sum[i] + 0.5 * random.nextGaussian() - 0.5;
        values[row * dimension + i] = (float) Math.max(0, value);
      }
    }
    return new HeadBenchmarkData(
        DenseFeatures.of(rows, dimension, values),
        new Labels(
            ImmutableIntArray.copyOf(IntStream.range(0, rows).map(row -> row % classes)),
            names("class", classes)));
  }

  private static double[][] gaussian(SplittableRandom random, int count, int length) {
    double[][] vectors = new double[count][length];
    for (double[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    return vectors;
  }

  ImmutableList<String> ids() {
    return names("row", features.rows());
  }

  private static ImmutableList<String> names(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> prefix + index)
        .collect(ImmutableList.toImmutableList());
  }
}
