package org.fe4j.head;

/** Logits to probabilities. {@link StrictMath} answers the same on every machine. */
final class Softmax {

  private Softmax() {}

  /**
   * Turns logits, of which one at least is finite, into probabilities in place; a logit of minus
   * infinity into 0. Returns the loss, {@code -log} of the probability of the target.
   */
  static double loss(double[] logits, int target) {
    double ofTarget = logits[target] - largest(logits);
    return StrictMath.log(apply(logits)) - ofTarget;
  }

  /** Returns the probabilities of logits, which are overwritten. */
  static float[] probabilities(double[] logits) {
    apply(logits);
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) logits[c];
    }
    return probabilities;
  }

  /** Returns the sum of the exponentials of the logits less the largest. */
  private static double apply(double[] logits) {
    double largest = largest(logits);
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = StrictMath.exp(logits[c] - largest);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
    return sum;
  }

  private static double largest(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    return largest;
  }
}
