package org.fe4j.head;

import java.util.Arrays;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Softmax regression in float64, written as the mathematics is. {@link FastRegression} is measured
 * against it.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class WideRegression implements SoftmaxRegression {

  private final FeatureMatrix features;
  private final Labels labels;
  private final FeatureScaler scaler;
  private final double learningRate;
  private final int dimension;
  private final int classCount;
  private final double[] weights;
  private final double[] gradient;
  private final double[] firstMoment;
  private final double[] secondMoment;
  private final float[] row;
  private final double[] scaled;
  private final double[] logits;
  private int steps;

  WideRegression(FeatureMatrix features, Labels labels, FeatureScaler scaler, double learningRate) {
    this.features = features;
    this.labels = labels;
    this.scaler = scaler;
    this.learningRate = learningRate;
    this.dimension = features.dimension();
    this.classCount = labels.classCount();
    this.weights = new double[(dimension + 1) * classCount];
    this.gradient = new double[weights.length];
    this.firstMoment = new double[weights.length];
    this.secondMoment = new double[weights.length];
    this.row = new float[dimension];
    this.scaled = new double[dimension + 1];
    this.logits = new double[classCount];
  }

  @Override
  public double step(int[] rows, int begin, int end) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int r = begin; r < end; r++) {
      loss += forward(rows[r]);
      logits[labels.values().get(rows[r])] -= 1;
      for (int i = 0; i <= dimension; i++) {
        for (int c = 0; c < classCount; c++) {
          gradient[i * classCount + c] += scaled[i] * logits[c] / (end - begin);
        }
      }
    }
    update();
    return loss;
  }

  private void update() {
    steps++;
    double stepSize = learningRate / (1 - Math.pow(FIRST_DECAY, steps));
    double correction = Math.sqrt(1 - Math.pow(SECOND_DECAY, steps));
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i];
      firstMoment[i] = FIRST_DECAY * firstMoment[i] + (1 - FIRST_DECAY) * g;
      secondMoment[i] = SECOND_DECAY * secondMoment[i] + (1 - SECOND_DECAY) * g * g;
      weights[i] -= stepSize * firstMoment[i] / (Math.sqrt(secondMoment[i]) / correction + EPSILON);
    }
  }

  @Override
  public double lossSum(int[] rows) {
    double loss = 0;
    for (int r : rows) {
      loss += forward(r);
    }
    return loss;
  }

  /** Leaves the scaled row and its probabilities behind; returns its loss. */
  private double forward(int index) {
    features.copyRow(index, row, 0);
    scaler.apply(row, scaled);
    scaled[dimension] = 1;
    Arrays.fill(logits, 0);
    for (int i = 0; i <= dimension; i++) {
      for (int c = 0; c < classCount; c++) {
        logits[c] += scaled[i] * weights[i * classCount + c];
      }
    }
    return SoftmaxRegression.softmax(logits, labels.values().get(index));
  }

  @Override
  public double[] weights() {
    return weights.clone();
  }
}
