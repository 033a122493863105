package org.fe4j.head;

/**
 * {@link Stopping#BEST_EPOCH}. A loss that is not a number is never lower.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class BestEpochRule implements StoppingRule {

  private final int patience;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private int epoch;

  BestEpochRule(int patience) {
    this.patience = patience;
  }

  @Override
  public boolean keeps(double validationLoss) {
    epoch++;
    if (validationLoss < bestLoss) {
      bestLoss = validationLoss;
      bestEpoch = epoch;
      return true;
    }
    return false;
  }

  @Override
  public boolean stops() {
    return epoch - bestEpoch >= patience;
  }
}
