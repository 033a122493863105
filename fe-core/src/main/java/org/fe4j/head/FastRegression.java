package org.fe4j.head;

import java.util.Arrays;

/**
 * Softmax regression in float32, arranged for the JIT: rows and weights are cut into pieces, each
 * an array of its own, since JDK 17 vectorises a loop over several arrays only where all are
 * indexed alike, and only while there are few of them. A gradient lives for one piece of one class:
 * Adam takes it while it is in the cache. No sum depends on how many threads or vector lanes there
 * are, so the same rows give the same weights to the bit everywhere.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class FastRegression implements SoftmaxRegression {

  private final PieceBatch batch;
  private final double learningRate;

  /** For each row of the batch the gradient of its logits: (class, row). */
  private final float[][] slopes;

  /** (class, piece, place), as both moments. */
  private final float[][][] weights;

  private final float[][][] firstMoment;
  private final float[][][] secondMoment;
  private final double[] bias;
  private final double[] biasFirstMoment;
  private final double[] biasSecondMoment;
  private final float[] products;
  private final float[] gradient;
  private final double[] logits;
  private int steps;

  /**
   * Begins at the given weights (dimension + 1, classes), the last row being the bias.
   *
   * @param batch where the rows are loaded
   */
  FastRegression(PieceBatch batch, int classCount, double learningRate, double[] initial) {
    this.batch = batch;
    this.learningRate = learningRate;
    int pieceLength = batch.pieceLength;
    this.slopes = new float[classCount][batch.rows.length];
    this.weights = new float[classCount][batch.pieceCount()][pieceLength];
    this.firstMoment = new float[classCount][batch.pieceCount()][pieceLength];
    this.secondMoment = new float[classCount][batch.pieceCount()][pieceLength];
    this.bias = new double[classCount];
    this.biasFirstMoment = new double[classCount];
    this.biasSecondMoment = new double[classCount];
    this.products = new float[pieceLength];
    this.gradient = new float[pieceLength];
    this.logits = new double[classCount];
    for (int c = 0; c < classCount; c++) {
      for (int i = 0; i < batch.dimension(); i++) {
        weights[c][i / pieceLength][i % pieceLength] = (float) initial[i * classCount + c];
      }
      bias[c] = initial[batch.dimension() * classCount + c];
    }
  }

  @Override
  public double step() {
    int count = batch.count;
    double loss = 0;
    for (int r = 0; r < count; r++) {
      loss += forward(r);
      logits[batch.targets[r]] -= 1;
      for (int c = 0; c < slopes.length; c++) {
        slopes[c][r] = (float) (logits[c] / count);
      }
    }
    int groups = PieceBatch.ceilDiv(count, 4);
    for (float[] slope : slopes) {
      for (int r = count; r < groups * 4; r++) {
        slope[r] = 0; // Whatever row an earlier batch left there does not count.
      }
    }
    steps++;
    Adam adam = new Adam(learningRate, steps);
    for (int piece = 0; piece < batch.pieceCount(); piece++) {
      for (int c = 0; c < slopes.length; c++) {
        gradient(piece, slopes[c], groups);
        adam.update(weights[c][piece], firstMoment[c][piece], secondMoment[c][piece], gradient);
      }
    }
    updateBias(adam, count);
    return loss;
  }

  private void gradient(int piece, float[] slope, int groups) {
    Arrays.fill(gradient, 0);
    for (int r = 0; r < groups * 4; r += 4) {
      Vectors.addScaled(
          gradient,
          batch.rows[r][piece],
          batch.rows[r + 1][piece],
          batch.rows[r + 2][piece],
          batch.rows[r + 3][piece],
          slope[r],
          slope[r + 1],
          slope[r + 2],
          slope[r + 3]);
    }
  }

  private void updateBias(Adam adam, int count) {
    for (int c = 0; c < bias.length; c++) {
      double g = 0;
      for (int r = 0; r < count; r++) {
        g += slopes[c][r];
      }
      biasFirstMoment[c] = FIRST_DECAY * biasFirstMoment[c] + (1 - FIRST_DECAY) * g;
      biasSecondMoment[c] = SECOND_DECAY * biasSecondMoment[c] + (1 - SECOND_DECAY) * g * g;
      bias[c] -= adam.step(biasFirstMoment[c], biasSecondMoment[c]);
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
  private double forward(int row) {
    for (int c = 0; c < logits.length; c++) {
      logits[c] = bias[c] + product(batch.rows[row], weights[c]);
    }
    return Softmax.loss(logits, batch.targets[row]);
  }

  private float product(float[][] x, float[][] w) {
    multiply(products, x[0], w[0], x[1], w[1]);
    for (int piece = 2; piece < x.length; piece += 2) {
      addProducts(products, x[piece], w[piece], x[piece + 1], w[piece + 1]);
    }
    return sum(products);
  }

  private static void multiply(float[] out, float[] a, float[] b, float[] c, float[] d) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i] + c[i] * d[i];
    }
  }

  private static void addProducts(float[] out, float[] a, float[] b, float[] c, float[] d) {
    for (int i = 0; i < out.length; i++) {
      out[i] += a[i] * b[i] + c[i] * d[i];
    }
  }

  /** Eight sums at once, since each addition waits for the one before it. */
  private static float sum(float[] values) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 7 < values.length; i += 8) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
      s4 += values[i + 4];
      s5 += values[i + 5];
      s6 += values[i + 6];
      s7 += values[i + 7];
    }
    for (; i < values.length; i++) {
      s0 += values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  @Override
  public double[] weights() {
    int classCount = weights.length;
    int dimension = batch.dimension();
    int pieceLength = batch.pieceLength;
    double[] copy = new double[(dimension + 1) * classCount];
    for (int c = 0; c < classCount; c++) {
      for (int i = 0; i < dimension; i++) {
        copy[i * classCount + c] = weights[c][i / pieceLength][i % pieceLength];
      }
      copy[dimension * classCount + c] = bias[c];
    }
    return copy;
  }

  /** Adam's step number n: its corrections for moments that began at zero. */
  private record Adam(double stepSize, double correction) {

    Adam(double learningRate, int steps) {
      this(
          learningRate / (1 - StrictMath.pow(FIRST_DECAY, steps)),
          1 / Math.sqrt(1 - StrictMath.pow(SECOND_DECAY, steps)));
    }

    double step(double firstMoment, double secondMoment) {
      return stepSize * firstMoment / (Math.sqrt(secondMoment) * correction + EPSILON);
    }

    void update(float[] weights, float[] firstMoment, float[] secondMoment, float[] gradient) {
      float size = (float) stepSize;
      float scale = (float) correction;
      for (int i = 0; i < weights.length; i++) {
        float g = gradient[i];
        float first = (float) FIRST_DECAY * firstMoment[i] + (float) (1 - FIRST_DECAY) * g;
        float second = (float) SECOND_DECAY * secondMoment[i] + (float) (1 - SECOND_DECAY) * g * g;
        firstMoment[i] = first;
        secondMoment[i] = second;
        weights[i] -= size * first / ((float) Math.sqrt(second) * scale + (float) EPSILON);
      }
    }
  }
}
