package org.fe4j.head;

/**
 * The mean cross-entropy of softmax regression over some rows, and its gradient. Weights are one
 * vector: for each class those of the features and then the intercept.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class LogisticLoss {

  private final RowProducts products;

  /** The class of each row. */
  private final int[] targets;

  private final double[] logits;
  private double lossSum;
  private double varianceSum;

  LogisticLoss(RowProducts products, int[] targets, int classCount) {
    this.products = products;
    this.targets = targets;
    this.logits = new double[classCount];
  }

  int weightCount() {
    return products.length();
  }

  /** Returns the mean loss. */
  double mean(double[] weights) {
    begin();
    products.multiply(weights, this::softmax);
    return lossSum / products.rowCount();
  }

  /** Returns the mean loss, and leaves its gradient. */
  double mean(double[] weights, double[] gradient) {
    begin();
    products.multiplyBothWays(weights, this::softmax, gradient);
    Vectors.scale(gradient, 1.0 / products.rowCount());
    return lossSum / products.rowCount();
  }

  /** Returns the mean of p (1 - p) over rows and classes, where the loss was last computed. */
  double meanVariance() {
    return varianceSum / products.rowCount() / logits.length;
  }

  private void begin() {
    lossSum = 0;
    varianceSum = 0;
  }

  /** Turns logits into their gradient. */
  private void softmax(double[][] outputs, int begin, int count) {
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < logits.length; c++) {
        logits[c] = outputs[c][r];
      }
      int target = targets[begin + r];
      lossSum += Softmax.loss(logits, target);
      for (int c = 0; c < logits.length; c++) {
        varianceSum += logits[c] * (1 - logits[c]);
        outputs[c][r] = logits[c] - (c == target ? 1 : 0);
      }
    }
  }
}
