package org.fe4j.head;

/**
 * The weights of one linear layer on their way from zero, with Adam's two moments. The gradient of
 * the mean cross-entropy over n rows X with one-hot targets T is {@code Xᵀ (softmax(X W) − T) / n}.
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

  /** Takes a step on the rows {@code [begin, end)}; returns the sum of their losses before it. */
  double step(int[] rows, int begin, int end);

  /** Returns the sum of the losses of rows. */
  double lossSum(int[] rows);

  /** Returns a copy of the weights (dimension + 1, classes), the last row being the bias. */
  double[] weights();

  /**
   * Turns logits into probabilities in place; returns the loss, {@code -log} of the probability of
   * the target. {@link StrictMath} answers the same on every machine.
   */
  static double softmax(double[] logits, int target) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double ofTarget = logits[target] - largest;
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = StrictMath.exp(logits[c] - largest);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
    return StrictMath.log(sum) - ofTarget;
  }
}
