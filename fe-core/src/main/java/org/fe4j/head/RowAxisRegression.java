package org.fe4j.head;

import java.util.Arrays;

/**
 * Softmax regression in float32 for batches of more rows than there are classes: logits are sums of
 * arrays over the rows of the batch, which is turned for that; gradients are sums of arrays over
 * features. The gradient of a piece lives until Adam takes it. No sum depends on how many threads
 * or vector lanes there are, so the same rows give the same weights to the bit everywhere.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class RowAxisRegression implements SoftmaxRegression {

  private final PieceBatch batch;
  private final double learningRate;
  private final int classCount;

  /** (class, piece, place), as both moments; classes are filled up to an even number. */
  private final float[][][] weights;

  private final float[][][] firstMoment;
  private final float[][][] secondMoment;
  private final Bias bias;

  /** Some features of all rows of the batch: (feature, row). */
  private final float[][] turned;

  /** (class, row): logits, then exponentials, then the gradient of the logits. */
  private final float[][] outputs;

  private final float[] largest;
  private final double[] exponentials;
  private final double[] sums;
  private final double[] ofTargets;
  private final float[] factors;

  /** Of a piece: (class, place). */
  private final float[][] gradient;

  private int steps;

  /**
   * Begins at the given weights (dimension + 1, classes), the last row being the bias.
   *
   * @param batch where the rows are loaded
   */
  RowAxisRegression(PieceBatch batch, int classCount, double learningRate, double[] initial) {
    this.batch = batch;
    this.learningRate = learningRate;
    this.classCount = classCount;
    int pieceLength = batch.pieceLength;
    int rows = batch.capacity();
    int filled = PieceBatch.ceilDiv(classCount, 2) * 2;
    this.weights = new float[filled][batch.pieceCount()][pieceLength];
    this.firstMoment = new float[classCount][batch.pieceCount()][pieceLength];
    this.secondMoment = new float[classCount][batch.pieceCount()][pieceLength];
    this.bias = new Bias(initial, classCount);
    this.turned = new float[SoftmaxRegression.block(rows, pieceLength)][rows];
    this.outputs = new float[filled][rows];
    this.largest = new float[rows];
    this.exponentials = new double[rows];
    this.sums = new double[rows];
    this.ofTargets = new double[rows];
    this.factors = new float[rows];
    this.gradient = new float[filled][pieceLength];
    for (int c = 0; c < classCount; c++) {
      for (int i = 0; i < batch.dimension(); i++) {
        weights[c][i / pieceLength][i % pieceLength] = (float) initial[i * classCount + c];
      }
    }
  }

  @Override
  public double step() {
    double loss = forward(0);
    slopes();
    steps++;
    Adam adam = Adam.step(learningRate, steps);
    for (int piece = 0; piece < batch.pieceCount(); piece++) {
      gradient(piece);
      for (int c = 0; c < classCount; c++) {
        adam.update(weights[c][piece], firstMoment[c][piece], secondMoment[c][piece], gradient[c]);
      }
    }
    for (int c = 0; c < classCount; c++) {
      double sum = 0;
      for (int r = 0; r < batch.count; r++) {
        sum += outputs[c][r];
      }
      bias.update(adam, c, sum);
    }
    return loss;
  }

  @Override
  public double addLosses(double sum) {
    return forward(sum);
  }

  /** Leaves exponentials, their sums and those of the targets; returns the sum and the losses. */
  private double forward(double sum) {
    multiply();
    System.arraycopy(outputs[0], 0, largest, 0, largest.length);
    for (int c = 1; c < classCount; c++) {
      keepLarger(largest, outputs[c]);
    }
    double loss = sum;
    Arrays.fill(sums, 0);
    for (int r = 0; r < batch.count; r++) {
      ofTargets[r] = (double) outputs[batch.targets[r]][r] - largest[r];
    }
    for (int c = 0; c < classCount; c++) {
      exponentiate(outputs[c]);
    }
    for (int r = 0; r < batch.count; r++) {
      loss += StrictMath.log(sums[r]) - ofTargets[r];
    }
    return loss;
  }

  /** Leaves the logits. */
  private void multiply() {
    for (int c = 0; c < outputs.length; c++) {
      Arrays.fill(outputs[c], c < classCount ? bias.of(c) : 0);
    }
    for (int piece = 0; piece < batch.pieceCount(); piece++) {
      for (int begin = 0; begin < batch.pieceLength; begin += turned.length) {
        int count = Math.min(turned.length, batch.pieceLength - begin);
        turn(piece, begin, count);
        for (int c = 0; c < outputs.length; c += 2) {
          multiply(piece, begin, count, c);
        }
      }
    }
  }

  private void turn(int piece, int begin, int count) {
    float[][][] rows = batch.rows;
    for (int r = 0; r < rows.length; r += PieceBatch.MULTIPLE) {
      float[] row0 = rows[r][piece];
      float[] row1 = rows[r + 1][piece];
      float[] row2 = rows[r + 2][piece];
      float[] row3 = rows[r + 3][piece];
      float[] row4 = rows[r + 4][piece];
      float[] row5 = rows[r + 5][piece];
      for (int i = 0; i < count; i++) {
        float[] ofFeature = turned[i];
        ofFeature[r] = row0[begin + i];
        ofFeature[r + 1] = row1[begin + i];
        ofFeature[r + 2] = row2[begin + i];
        ofFeature[r + 3] = row3[begin + i];
        ofFeature[r + 4] = row4[begin + i];
        ofFeature[r + 5] = row5[begin + i];
      }
    }
  }

  private void multiply(int piece, int begin, int count, int c) {
    float[] weights0 = weights[c][piece];
    float[] weights1 = weights[c + 1][piece];
    for (int i = 0; i < count; i += 3) {
      int at = begin + i;
      Vectors.addScaled(
          outputs[c],
          outputs[c + 1],
          turned[i],
          turned[i + 1],
          turned[i + 2],
          weights0[at],
          weights0[at + 1],
          weights0[at + 2],
          weights1[at],
          weights1[at + 1],
          weights1[at + 2]);
    }
  }

  private static void keepLarger(float[] largest, float[] values) {
    for (int r = 0; r < largest.length; r++) {
      largest[r] = Math.max(largest[r], values[r]);
    }
  }

  private void exponentiate(float[] ofClass) {
    for (int r = 0; r < ofClass.length; r++) {
      exponentials[r] = (double) ofClass[r] - largest[r];
    }
    Exponential.replace(exponentials);
    for (int r = 0; r < sums.length; r++) {
      sums[r] += exponentials[r];
    }
    for (int r = 0; r < ofClass.length; r++) {
      ofClass[r] = (float) exponentials[r];
    }
  }

  /** Turns exponentials into the gradient of the logits. */
  private void slopes() {
    int count = batch.count;
    for (int r = 0; r < factors.length; r++) {
      // Whatever row an earlier batch left there does not count.
      factors[r] = r < count ? (float) (1 / (sums[r] * count)) : 0;
    }
    for (int c = 0; c < classCount; c++) {
      multiply(outputs[c], factors);
    }
    for (int r = 0; r < count; r++) {
      // In float64: the probability of a row's class is close to 1 at last.
      double others = sums[r] - Exponential.of(ofTargets[r]);
      outputs[batch.targets[r]][r] = (float) (-others / (sums[r] * count));
    }
    for (int c = classCount; c < outputs.length; c++) {
      Arrays.fill(outputs[c], 0);
    }
  }

  private static void multiply(float[] values, float[] factors) {
    for (int r = 0; r < values.length; r++) {
      values[r] *= factors[r];
    }
  }

  /** Leaves the gradient of a piece of all classes. */
  private void gradient(int piece) {
    for (float[] ofClass : gradient) {
      Arrays.fill(ofClass, 0);
    }
    int block = SoftmaxRegression.block(batch.pieceLength, batch.capacity());
    for (int begin = 0; begin < batch.count; begin += block) {
      int end = Math.min(begin + block, batch.count);
      for (int c = 0; c < classCount; c += 2) {
        addGradient(piece, c, begin, end);
      }
    }
  }

  private void addGradient(int piece, int c, int begin, int end) {
    float[] slopes0 = outputs[c];
    float[] slopes1 = outputs[c + 1];
    for (int r = begin; r < end; r += 3) {
      Vectors.addScaled(
          gradient[c],
          gradient[c + 1],
          batch.rows[r][piece],
          batch.rows[r + 1][piece],
          batch.rows[r + 2][piece],
          slopes0[r],
          slopes0[r + 1],
          slopes0[r + 2],
          slopes1[r],
          slopes1[r + 1],
          slopes1[r + 2]);
    }
  }

  @Override
  public double[] weights() {
    int dimension = batch.dimension();
    int pieceLength = batch.pieceLength;
    double[] copy = new double[(dimension + 1) * classCount];
    for (int c = 0; c < classCount; c++) {
      for (int i = 0; i < dimension; i++) {
        copy[i * classCount + c] = weights[c][i / pieceLength][i % pieceLength];
      }
    }
    bias.copyTo(copy);
    return copy;
  }
}
