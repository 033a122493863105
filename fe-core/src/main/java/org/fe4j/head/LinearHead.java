package org.fe4j.head;

import java.util.Arrays;
import java.util.Optional;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.TrainingCurve;

/**
 * One linear layer on scaled features, with softmax; computed in float64.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class LinearHead implements Head {

  private final FeatureScaler scaler;
  private final int dimension;
  private final int classCount;

  /** (dimension + 1, classCount), the last row being the bias. */
  private final double[] weights;

  private final Optional<TrainingCurve> curve;
  private final String note;

  /** Creates a head that was trained by epochs. */
  LinearHead(
      FeatureScaler scaler, int dimension, int classCount, double[] weights, TrainingCurve curve) {
    this(scaler, dimension, classCount, weights, Optional.of(curve), "");
  }

  /** Creates a head that was not trained by epochs. */
  LinearHead(FeatureScaler scaler, int dimension, int classCount, double[] weights, String note) {
    this(scaler, dimension, classCount, weights, Optional.empty(), note);
  }

  private LinearHead(
      FeatureScaler scaler,
      int dimension,
      int classCount,
      double[] weights,
      Optional<TrainingCurve> curve,
      String note) {
    this.scaler = scaler;
    this.dimension = dimension;
    this.classCount = classCount;
    this.weights = weights;
    this.curve = curve;
    this.note = note;
  }

  @Override
  public int classCount() {
    return classCount;
  }

  /** Returns the weight of a feature, or the bias where the feature is the dimension. */
  double weight(int feature, int classIndex) {
    return weights[feature * classCount + classIndex];
  }

  /** Returns a copy of the weights (dimension + 1, classCount), the last row being the bias. */
  double[] weights() {
    return weights.clone();
  }

  @Override
  public float[] probabilities(FeatureMatrix features, int row) {
    if (features.dimension() != dimension) {
      throw new IllegalArgumentException(
          "This head was fitted on features of dimension %d, but these have %d"
              .formatted(dimension, features.dimension()));
    }
    return Softmax.probabilities(logits(features.row(row)));
  }

  @Override
  public Optional<TrainingCurve> trainingCurve() {
    return curve;
  }

  @Override
  public Optional<LinearClassifier> linear() {
    double[] shift = new double[dimension];
    double[] raw = new double[dimension * classCount];
    double[] bias = new double[classCount];
    for (int c = 0; c < classCount; c++) {
      for (int i = 0; i < dimension; i++) {
        raw[c * dimension + i] = weight(i, c) * scaler.factor(i);
      }
      bias[c] = weight(dimension, c);
    }
    Arrays.setAll(shift, scaler::shift);
    return Optional.of(LinearClassifier.of(scaler.normalizes(), shift, raw, bias));
  }

  @Override
  public String note() {
    return note;
  }

  private double[] logits(float[] row) {
    double[] scaled = new double[dimension];
    scaler.apply(row, scaled);
    double[] logits = new double[classCount];
    for (int i = 0; i <= dimension; i++) {
      double value = i < dimension ? scaled[i] : 1;
      for (int c = 0; c < classCount; c++) {
        logits[c] += value * weights[i * classCount + c];
      }
    }
    return logits;
  }
}
