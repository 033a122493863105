package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/** Softmax regression under PyTorch's Adam in float64, and scikit-learn's, as they ran there. */
record LinearFixture(
    List<List<Double>> features,
    List<Integer> labels,
    List<Trajectory> adam,
    Minimum logisticRegression) {

  /** What scikit-learn's logistic regression came to on all rows, unscaled. */
  record Minimum(@SerializedName("C") double c, List<List<Double>> coef, List<Double> intercept) {}

  /** A run from zero weights without shuffling. */
  record Trajectory(
      int batchSize,
      int epochs,
      double learningRate,
      List<Double> trainingLossPerEpoch,
      List<List<Double>> weight,
      List<Double> bias) {

    @Override
    public String toString() {
      return "batch %d, %d epochs, learning rate %s".formatted(batchSize, epochs, learningRate);
    }
  }

  static LinearFixture read() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(LinearFixture.class.getResourceAsStream("linear.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, LinearFixture.class);
    }
  }

  FeatureMatrix matrix() {
    int dimension = features.get(0).size();
    float[] values = new float[features.size() * dimension];
    for (int row = 0; row < features.size(); row++) {
      for (int i = 0; i < dimension; i++) {
        values[row * dimension + i] = features.get(row).get(i).floatValue();
      }
    }
    return DenseFeatures.of(features.size(), dimension, values);
  }

  Labels classes() {
    return new Labels(
        ImmutableIntArray.copyOf(labels), ImmutableList.of("first", "second", "third"));
  }
}
