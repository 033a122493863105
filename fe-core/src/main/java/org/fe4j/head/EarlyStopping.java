package org.fe4j.head;

/**
 * When a fold stops, and which of its epochs is kept: the one of lowest validation loss, and it
 * stops after as many epochs in a row, as it is patient, that were no better than that. A loss that
 * is not a number is never better.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class EarlyStopping {

  private final int patience;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private int epoch;

  EarlyStopping(int patience) {
    this.patience = patience;
  }

  /** Takes the validation loss of the next epoch; returns whether it is the best so far. */
  boolean improves(double validationLoss) {
    epoch++;
    if (validationLoss < bestLoss) {
      bestLoss = validationLoss;
      bestEpoch = epoch;
      return true;
    }
    return false;
  }

  /** Returns whether there were enough epochs since the best one. */
  boolean stops() {
    return epoch - bestEpoch >= patience;
  }

  /** Returns the epoch of lowest validation loss, from 1, or 0 where there is none. */
  int bestEpoch() {
    return bestEpoch;
  }
}
