package org.fe4j.head;

import java.util.Arrays;

/**
 * Softmax regression in float32 for at least as many classes as rows of a batch: logits and
 * gradients are sums of arrays over the classes. A gradient lives for two features: Adam takes it
 * while it is in the cache. No sum depends on how many threads or vector lanes there are, so the
 * same rows give the same weights to the bit everywhere.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ClassAxisRegression implements SoftmaxRegression {

  private final PieceBatch batch;
  private final double learningRate;
  private final int classCount;

  /** How many features' weights are used for all rows before the next. */
  private final int block;

  /** (feature, class), as both moments; features as the batch has them, with its zeros. */
  private final float[][] weights;

  private final float[][] firstMoment;
  private final float[][] secondMoment;
  private final Bias bias;

  /** (row, class): logits, then the gradient of the logits. */
  private final float[][] outputs;

  private final double[] exponentials;
  private final float[][] gradient;
  private int steps;

  /**
   * Begins at the given weights (dimension + 1, classes), the last row being the bias.
   *
   * @param batch where the rows are loaded
   */
  ClassAxisRegression(PieceBatch batch, int classCount, double learningRate, double[] initial) {
    this.batch = batch;
    this.learningRate = learningRate;
    this.classCount = classCount;
    this.block = SoftmaxRegression.block(classCount, batch.pieceLength);
    int features = batch.pieceCount() * batch.pieceLength;
    this.weights = new float[features][classCount];
    this.firstMoment = new float[features][classCount];
    this.secondMoment = new float[features][classCount];
    this.bias = new Bias(initial, classCount);
    this.outputs = new float[batch.capacity()][classCount];
    this.exponentials = new double[classCount];
    this.gradient = new float[2][classCount];
    for (int i = 0; i < batch.dimension(); i++) {
      for (int c = 0; c < classCount; c++) {
        weights[i][c] = (float) initial[i * classCount + c];
      }
    }
  }

  @Override
  public double step() {
    multiply();
    double loss = 0;
    for (int r = 0; r < batch.count; r++) {
      loss += slopes(outputs[r], batch.targets[r]);
    }
    for (int r = batch.count; r < outputs.length; r++) {
      Arrays.fill(outputs[r], 0); // Whatever row an earlier batch left there does not count.
    }
    steps++;
    Adam adam = Adam.step(learningRate, steps);
    for (int i = 0; i < weights.length; i += 2) {
      gradient(i);
      for (int k = 0; k < 2; k++) {
        adam.update(weights[i + k], firstMoment[i + k], secondMoment[i + k], gradient[k]);
      }
    }
    for (int c = 0; c < classCount; c++) {
      double sum = 0;
      for (int r = 0; r < batch.count; r++) {
        sum += outputs[r][c];
      }
      bias.update(adam, c, sum);
    }
    return loss;
  }

  @Override
  public double addLosses(double sum) {
    multiply();
    double loss = sum;
    for (int r = 0; r < batch.count; r++) {
      float largest = largest(outputs[r]);
      double ofTarget = (double) outputs[r][batch.targets[r]] - largest;
      loss += StrictMath.log(exponentiate(outputs[r], largest)) - ofTarget;
    }
    return loss;
  }

  /** Leaves the logits. */
  private void multiply() {
    for (int c = 0; c < classCount; c++) {
      outputs[0][c] = bias.of(c);
    }
    for (int r = 1; r < outputs.length; r++) {
      System.arraycopy(outputs[0], 0, outputs[r], 0, classCount);
    }
    for (int piece = 0; piece < batch.pieceCount(); piece++) {
      for (int begin = 0; begin < batch.pieceLength; begin += block) {
        int end = Math.min(begin + block, batch.pieceLength);
        for (int r = 0; r < batch.count; r += 2) {
          multiply(piece, begin, end, r);
        }
      }
    }
  }

  private void multiply(int piece, int begin, int end, int r) {
    float[] row0 = batch.rows[r][piece];
    float[] row1 = batch.rows[r + 1][piece];
    int offset = piece * batch.pieceLength;
    for (int i = begin; i < end; i += 3) {
      Vectors.addScaled(
          outputs[r],
          outputs[r + 1],
          weights[offset + i],
          weights[offset + i + 1],
          weights[offset + i + 2],
          row0[i],
          row0[i + 1],
          row0[i + 2],
          row1[i],
          row1[i + 1],
          row1[i + 2]);
    }
  }

  /** Turns a row's logits into their gradient; returns its loss. */
  private double slopes(float[] ofRow, int target) {
    float largest = largest(ofRow);
    double ofTarget = (double) ofRow[target] - largest;
    double sum = exponentiate(ofRow, largest);
    float factor = (float) (1 / (sum * batch.count));
    for (int c = 0; c < ofRow.length; c++) {
      ofRow[c] = (float) exponentials[c] * factor;
    }
    // In float64: the probability of a row's class is close to 1 at last.
    ofRow[target] = (float) ((exponentials[target] - sum) / (sum * batch.count));
    return StrictMath.log(sum) - ofTarget;
  }

  private static float largest(float[] values) {
    float largest = values[0];
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** Leaves the exponentials of a row; returns their sum. */
  private double exponentiate(float[] ofRow, float largest) {
    for (int c = 0; c < ofRow.length; c++) {
      exponentials[c] = (double) ofRow[c] - largest;
    }
    Exponential.replace(exponentials);
    return Vectors.sum(exponentials);
  }

  /** Leaves the gradient of two features. */
  private void gradient(int first) {
    for (float[] ofFeature : gradient) {
      Arrays.fill(ofFeature, 0);
    }
    int piece = first / batch.pieceLength;
    int at = first % batch.pieceLength;
    for (int r = 0; r < batch.count; r += 3) {
      float[] row0 = batch.rows[r][piece];
      float[] row1 = batch.rows[r + 1][piece];
      float[] row2 = batch.rows[r + 2][piece];
      Vectors.addScaled(
          gradient[0],
          gradient[1],
          outputs[r],
          outputs[r + 1],
          outputs[r + 2],
          row0[at],
          row1[at],
          row2[at],
          row0[at + 1],
          row1[at + 1],
          row2[at + 1]);
    }
  }

  @Override
  public double[] weights() {
    double[] copy = new double[(batch.dimension() + 1) * classCount];
    for (int i = 0; i < batch.dimension(); i++) {
      for (int c = 0; c < classCount; c++) {
        copy[i * classCount + c] = weights[i][c];
      }
    }
    bias.copyTo(copy);
    return copy;
  }
}
