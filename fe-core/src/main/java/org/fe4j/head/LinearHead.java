package org.fe4j.head;

import org.fe4j.feature.FeatureMatrix;

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

  LinearHead(FeatureScaler scaler, int dimension, int classCount, double[] weights) {
    this.scaler = scaler;
    this.dimension = dimension;
    this.classCount = classCount;
    this.weights = weights;
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
    double[] logits = logits(features.row(row));
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int c = 0; c < classCount; c++) {
      logits[c] = Math.exp(logits[c] - largest);
      sum += logits[c];
    }
    float[] probabilities = new float[classCount];
    for (int c = 0; c < classCount; c++) {
      probabilities[c] = (float) (logits[c] / sum);
    }
    return probabilities;
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
