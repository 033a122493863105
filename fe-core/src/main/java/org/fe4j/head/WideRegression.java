package org.fe4j.head;

import java.util.Arrays;

/**
 * Softmax regression in float64, written as the mathematics is. Those in float32 are measured
 * against it.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class WideRegression implements SoftmaxRegression {

  private final WideBatch batch;
  private final double learningRate;
  private final int classCount;
  private final double[] weights;
  private final double[] gradient;
  private final double[] firstMoment;
  private final double[] secondMoment;
  private final double[] logits;
  private int steps;

  /**
   * Begins at the given weights (dimension + 1, classes), the last row being the bias.
   *
   * @param batch where the rows are loaded
   */
  WideRegression(WideBatch batch, int classCount, double learningRate, double[] initial) {
    this.batch = batch;
    this.learningRate = learningRate;
    this.classCount = classCount;
    this.weights = initial.clone();
    this.gradient = new double[weights.length];
    this.firstMoment = new double[weights.length];
    this.secondMoment = new double[weights.length];
    this.logits = new double[classCount];
  }

  @Override
  public double step() {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int r = 0; r < batch.count; r++) {
      loss += forward(r);
      logits[batch.targets[r]] -= 1;
      double[] row = batch.rows[r];
      for (int i = 0; i < row.length; i++) {
        for (int c = 0; c < classCount; c++) {
          gradient[i * classCount + c] += row[i] * logits[c] / batch.count;
        }
      }
    }
    update();
    return loss;
  }

  private void update() {
    steps++;
    double stepSize = learningRate / (1 - StrictMath.pow(FIRST_DECAY, steps));
    double correction = Math.sqrt(1 - StrictMath.pow(SECOND_DECAY, steps));
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i];
      firstMoment[i] = FIRST_DECAY * firstMoment[i] + (1 - FIRST_DECAY) * g;
      secondMoment[i] = SECOND_DECAY * secondMoment[i] + (1 - SECOND_DECAY) * g * g;
      weights[i] -= stepSize * firstMoment[i] / (Math.sqrt(secondMoment[i]) / correction + EPSILON);
    }
  }

  @Override
  public double addLosses(double sum) {
    double loss = sum;
    for (int r = 0; r < batch.count; r++) {
      loss += forward(r);
    }
    return loss;
  }

  /** Leaves the probabilities of a row behind; returns its loss. */
  private double forward(int index) {
    double[] row = batch.rows[index];
    Arrays.fill(logits, 0);
    for (int i = 0; i < row.length; i++) {
      for (int c = 0; c < classCount; c++) {
        logits[c] += row[i] * weights[i * classCount + c];
      }
    }
    return Softmax.loss(logits, batch.targets[index]);
  }

  @Override
  public double[] weights() {
    return weights.clone();
  }
}
