package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.StratifiedKFold;

/**
 * Made-up classification problems.
 *
 * @param features Gaussian clouds, one a class
 * @param labels 0, 1, … in turns
 */
record Problems(FeatureMatrix features, Labels labels) {

  /** Returns clouds whose centres are as far apart as asked, in deviations of a cloud. */
  static Problems clouds(int rows, int dimension, int classes, double distance) {
    SplittableRandom random = new SplittableRandom(20231);
    double[][] centres = new double[classes][dimension];
    for (double[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = random.nextGaussian() * distance;
      }
    }
    float[] values = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < dimension; i++) {
        values[row * dimension + i] =
            (float) (centres[row % classes][i] + random.nextGaussian() + 3);
      }
    }
    return new Problems(DenseFeatures.of(rows, dimension, values), labels(rows, classes));
  }

  private static Labels labels(int rows, int classes) {
    return new Labels(
        ImmutableIntArray.copyOf(IntStream.range(0, rows).map(row -> row % classes)),
        IntStream.range(0, classes)
            .mapToObj(c -> "class" + c)
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the features, each changed as the function says. */
  FeatureMatrix changed(Change change) {
    int dimension = features.dimension();
    float[] values = new float[features.rows() * dimension];
    for (int row = 0; row < features.rows(); row++) {
      features.copyRow(row, values, row * dimension);
      for (int i = 0; i < dimension; i++) {
        values[row * dimension + i] = change.apply(row, i, values[row * dimension + i]);
      }
    }
    return DenseFeatures.of(features.rows(), dimension, values);
  }

  /** What becomes of a feature. */
  @FunctionalInterface
  interface Change {
    float apply(int row, int index, float value);
  }

  ImmutableList<Fold> folds(int count) {
    return StratifiedKFold.of(count).split(labels);
  }

  ImmutableList<String> ids() {
    return IntStream.range(0, labels.size())
        .mapToObj(row -> "image" + row)
        .collect(ImmutableList.toImmutableList());
  }
}
