package org.fe4j.head;

/**
 * The weights of one linear layer on their way, with Adam's two moments. The gradient of the mean
 * cross-entropy over n rows X with one-hot targets T is {@code Xᵀ (softmax(X W) − T) / n}. It works
 * on the rows that were last loaded into its {@link RowBatch}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
interface SoftmaxRegression {

  /** Adam's, as in the paper that introduced it. */
  double FIRST_DECAY = 0.9;

  /** Adam's, as in the paper that introduced it. */
  double SECOND_DECAY = 0.999;

  /** Adam's, as in the paper that introduced it. */
  double EPSILON = 1e-8;

  /**
   * Returns the regression in float32 that adds arrays over rows or over classes, whichever are
   * more: the JIT's vector instructions pay off where arrays are long.
   *
   * @param initial weights (dimension + 1, classes), the last row being the bias
   */
  static SoftmaxRegression inFloat32(
      PieceBatch batch, int classCount, double learningRate, double[] initial) {
    return classCount < batch.capacity()
        ? new RowAxisRegression(batch, classCount, learningRate, initial)
        : new ClassAxisRegression(batch, classCount, learningRate, initial);
  }

  /**
   * Returns how many arrays of a length are worked on before the next, so that they stay in the
   * first cache together: a multiple of {@value PieceBatch#MULTIPLE}.
   *
   * @param most there are, such a multiple too
   */
  static int block(int length, int most) {
    return Math.min(
        most, Math.max(1, FIRST_CACHE / length / PieceBatch.MULTIPLE) * PieceBatch.MULTIPLE);
  }

  /** Floats: 32 KiB, the least that processors have had for long. */
  int FIRST_CACHE = 8192;

  /** Takes a step on the rows; returns the sum of their losses before it. */
  double step();

  /** Returns the sum and the losses of the rows, added one after the other. */
  double addLosses(double sum);

  /** Returns a copy of the weights (dimension + 1, classes), the last row being the bias. */
  double[] weights();
}
